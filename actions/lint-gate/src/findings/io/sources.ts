import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import { type Sources, SourceText } from '../source-text.ts';

const FILE_LIMIT = 8 * 1024 * 1024;
const AT_ONCE = 32;

/** Reads the files that findings name. A file that is gone or too large is left out: its findings keep what the tool said. */
export async function readSources(root: string, findings: readonly Finding[]): Promise<Sources> {
  const files = [...new Set(findings.map(({ file }) => file))].filter((file) => file !== undefined);
  const sources = new Map<string, SourceText>();
  const queue = files.values();
  const worker = async () => {
    for (const file of queue) {
      const bytes = await readBytes(join(root, file));
      if (bytes) sources.set(file, new SourceText(bytes));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return sources;
}

async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size <= FILE_LIMIT ? await readFile(path) : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined; // a //line name
    throw error;
  }
}
