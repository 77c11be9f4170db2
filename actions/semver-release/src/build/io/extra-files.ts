import { basename } from 'node:path';
import { ActionError, readCheckoutFile } from '@go-actions/action-kit';
import { readGit } from '@go-actions/git-history';
import picomatch from 'picomatch';
import type { SourceTree } from '../../source/io/source.ts';

const LARGEST = 2 * 1024 ** 3 - 1;

export type ExtraFile = { readonly name: string; readonly bytes: Buffer };

/** Files of the tree, committed or generated, that become assets under their own names. Each pattern must find some. */
export async function readExtraFiles(
  patterns: readonly string[],
  { root, repository }: SourceTree,
): Promise<ExtraFile[]> {
  if (patterns.length === 0) return [];
  const listed = await readGit(repository, ['ls-files', '-z', '--cached', '--others']);
  const paths = [...new Set(listed.split('\0').filter(Boolean))].toSorted();
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const isMatch = picomatch(pattern.replace(/^\.\//, ''));
    const found = paths.filter((path) => isMatch(path));
    if (found.length === 0)
      throw new ActionError(
        `\`extra-files\` has ${JSON.stringify(pattern)}, and no file of the commit matches it.`,
        {
          remedy: 'Patterns are relative to the root of the repository; `before-build` can make files.',
        },
      );
    for (const path of found) chosen.add(path);
  }
  const files: ExtraFile[] = [];
  for (const path of chosen) {
    const bytes = await readCheckoutFile(root, path, { maxBytes: LARGEST });
    if (bytes === undefined) continue; // deleted by `before-build`, which has been refused then
    const name = basename(path);
    if (files.some((file) => file.name.toLowerCase() === name.toLowerCase()))
      throw new ActionError(`\`extra-files\` finds two files called ${name}.`, {
        remedy: 'Assets have no folders: name one of them.',
      });
    files.push({ name, bytes });
  }
  return files;
}
