import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { inRoot, ROOT } from '../root.ts';
import type { Entry } from './entries.ts';

/**
 * Bundles one entry with ncc into `outDir/<action>/`: one minified ES module, its package.json and the licences of what is
 * inside. The bytes do not depend on the folder, the time or earlier builds.
 */
export async function buildEntry(entry: Entry, outDir: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-dist-'));
  try {
    const source = inRoot('actions', entry.action, 'src', `${entry.name}.ts`);
    const flags = [
      '--transpile-only',
      '--no-cache',
      '--minify',
      '--license',
      'licenses.txt',
      '--quiet',
      '--out',
      scratch,
    ];
    await runChecked(
      process.execPath,
      [inRoot('node_modules/@vercel/ncc/dist/ncc/cli.js'), 'build', source, ...flags],
      { cwd: settingsFolder(entry), timeoutMs: 300_000 },
    );
    const target = join(outDir, entry.action);
    await mkdir(target, { recursive: true });
    const further = entry.name !== 'index';
    await cp(join(scratch, 'index.js'), join(target, `${entry.name}.js`));
    await cp(
      join(scratch, 'licenses.txt'),
      join(target, further ? `${entry.name}.licenses.txt` : 'licenses.txt'),
    );
    if (!further) await cp(join(scratch, 'package.json'), join(target, 'package.json'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** ncc takes `paths` from the tsconfig.json of the folder that it runs in: the action's own one, where it has one. */
function settingsFolder({ action }: Entry): string {
  const own = inRoot('actions', action);
  return existsSync(join(own, 'tsconfig.json')) ? own : ROOT;
}

/** Builds entries two at a time (ncc is single-threaded), telling each one's end to `onBuilt`. */
export async function buildEntries(
  entries: readonly Entry[],
  outDir: string,
  onBuilt: (entry: Entry) => void,
): Promise<void> {
  const queue = [...entries];
  const worker = async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      await buildEntry(entry, outDir);
      onBuilt(entry);
    }
  };
  await Promise.all([worker(), worker()]);
}
