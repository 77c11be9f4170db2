import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { eachLimited, run } from '@go-actions/action-kit';
import type { GoPackage } from '@go-actions/go-project';
import { parseCounters } from '../counters.ts';

/**
 * Writes a profile of packages without tests, in which nothing ran, as go itself does from 1.22 on. `beside`: the run's own
 * profile, whose mode it takes.
 */
export async function writeUntested(
  path: string,
  packages: readonly GoPackage[],
  beside: string,
): Promise<void> {
  const own = await readFile(beside, 'latin1').catch(() => ''); // nothing was built: that is said elsewhere
  const lines = [/^mode: \w+/.exec(own)?.[0] ?? 'mode: set'];
  const files = packages.flatMap(({ ImportPath, Dir = '', GoFiles = [], CgoFiles = [] }) =>
    [...GoFiles, ...CgoFiles].map((name) => ({ dir: Dir, name, importPath: ImportPath })),
  );
  await eachLimited(files, availableParallelism(), async ({ dir, name, importPath }) => {
    for (const block of await listBlocks(dir, name)) lines.push(`${importPath}/${name}:${block} 0`);
  });
  await writeFile(path, `${lines.join('\n')}\n`);
}

async function listBlocks(cwd: string, name: string): Promise<string[]> {
  const args = ['tool', 'cover', '-mode=set', '-var=goActions', `./${name}`];
  const { code, stdout, truncated } = await run('go', args, { cwd, maxBytes: 64 * 1024 * 1024 });
  return code === 0 && !truncated ? parseCounters(stdout) : []; // then the package stays missing, and is named
}
