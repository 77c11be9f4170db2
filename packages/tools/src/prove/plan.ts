import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { proveReads } from './plan/reads.ts';
import { proveHistory } from './plan/walk.ts';

const USAGE = `npm run prove -- plan [--commits 200] [--skip 0] [--files 40] [--seed 1] <Go repository> …`;

/**
 * Walks the newest commits of real histories forward, each in a temporary clone: every test that is compiled from something else
 * than at the parent must be in the plan. Then changes files that tests may read at run time, and asks Go's test cache which
 * tests look at them. A long walk can be made in pieces: `--commits 50 --skip 150`, `--commits 50 --skip 100`, and so on.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      commits: { type: 'string', default: '200' },
      skip: { type: 'string', default: '0' },
      files: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (positionals.length === 0) {
    console.log(`Nothing to walk: name folders of Go repositories with their history.\n${USAGE}`);
    return;
  }
  const [count, skip, files, seed] = [values.commits, values.skip, values.files, values.seed].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  let misses = 0;
  for (const source of positionals) {
    await withClone(resolve(source), async (dir, name) => {
      if (count > 0) misses += await proveHistory(dir, name, { count, skip });
      if (files > 0) misses += await proveReads(dir, name, { files, seed });
    });
  }
  if (misses > 0) throw new ActionError(`${misses} tests should have run and were not in the plan.`);
}

async function withClone(source: string, body: (dir: string, name: string) => Promise<void>): Promise<void> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'go-actions-prove-')));
  const name = /^(repo|\.git)$/.test(basename(source)) ? basename(dirname(source)) : basename(source);
  try {
    await runChecked('git', ['clone', '--quiet', '--no-hardlinks', source, 'clone'], { cwd: scratch });
    await body(join(scratch, 'clone'), name);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
