import { ActionError, eachLimited, readCheckoutFile } from '@go-actions/action-kit';
import type { Finding } from '../finding.ts';
import { type Sources, SourceText } from '../source-text.ts';

const FILE_LIMIT = 8 * 1024 * 1024;
const AT_ONCE = 32;

/** Reads the files that findings name. A file that is gone or too large is left out: its findings keep what the tool said. */
export async function readSources(root: string, findings: readonly Finding[]): Promise<Sources> {
  const files = [...new Set(findings.map(({ file }) => file))].filter((file) => file !== undefined);
  const sources = new Map<string, SourceText>();
  await eachLimited(files, AT_ONCE, async (file) => {
    const bytes = await readCheckoutFile(root, file, { maxBytes: FILE_LIMIT }).catch(unreadable);
    if (bytes) sources.set(file, new SourceText(bytes));
  });
  return sources;
}

/** What leads out of the checkout, or is no file at all. */
function unreadable(error: NodeJS.ErrnoException): undefined {
  if (!(error instanceof ActionError) && error.code !== 'EACCES' && error.code !== 'EISDIR') throw error;
}
