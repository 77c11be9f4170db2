import { readFile } from 'node:fs/promises';
import { loadCompiler } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { withoutCacheMode } from '@go-actions/tools/materialise/materialise';

export type { Status, Value } from '@go-actions/test-kit';

/** An expression of a workflow as GitHub's own evaluator sees it; parsed once, evaluated often. */
export const compile = await loadCompiler();
const { registerLogger, validate } = await import('@actions/languageservice');

/** What GitHub's language service says about a workflow or an action.yml, `path` relative to the repository's root. */
export async function complaintsAbout(path: string): Promise<string[]> {
  const complaints: string[] = [];
  const note = (message: string) => complaints.push(message);
  registerLogger({ error: note, warn: note, info: () => undefined, log: () => undefined });
  // The language service 0.3.61 does not know `cache-mode` yet, which GitHub has had since 2026-09-10.
  const text = withoutCacheMode(await readFile(inRoot(path), 'utf8'));
  const { TextDocument } = await import('vscode-languageserver-textdocument');
  const document = TextDocument.create(`file:///${path}`, 'yaml', 0, text);
  const diagnostics = await validate(document, {
    fileProvider: {
      getFileContent: async (reference) => {
        const ours = !('repository' in reference) || reference.repository === 'go-actions';
        if (!ours) throw new Error('only this repository is here');
        const name = reference.path;
        return { name, content: withoutCacheMode(await readFile(inRoot(name), 'utf8')) };
      },
    },
  });
  return [...complaints, ...diagnostics.map(({ message, range }) => `${range.start.line + 1}: ${message}`)];
}
