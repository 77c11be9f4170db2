import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { proveReads } from './plan/reads.ts';
import { proveHistory } from './plan/walk.ts';

const USAGE = `npm run prove -- plan [--commits 200] [--skip 0] [--minutes 60] [--files 40] [--seed 1] <Go repository> …`;

/**
 * Walks the newest commits of real histories forward, each in a temporary clone: every test that is compiled from something else
 * than at the parent must be in the plan. Then changes files that tests may read at run time, and asks Go's test cache which
 * tests look at them. A long walk can be made in pieces: what `--minutes` leaves over is named by
 * `--commits` and `--skip`.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      commits: { type: 'string', default: '200' },
      skip: { type: 'string', default: '0' },
      minutes: { type: 'string', default: '60' },
      files: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (positionals.length === 0) {
    console.log(`Nothing to walk: name folders of Go repositories with their history.\n${USAGE}`);
    return;
  }
  const stretch = {
    count: Number(values.commits),
    skip: Number(values.skip),
    minutes: Number(values.minutes),
  };
  const sample = { files: Number(values.files), seed: Number(values.seed) };
  let misses = 0;
  for (const source of positionals) {
    await withClone(resolve(source), async (dir, name) => {
      if (stretch.count > 0) misses += await proveHistory(dir, name, stretch);
      if (sample.files > 0) misses += await proveReads(dir, name, sample);
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
