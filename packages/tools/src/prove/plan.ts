import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError, formatDuration, runChecked } from '@go-actions/action-kit';
import { changedTests, readTestInputs } from './plan/oracle.ts';
import { planAt } from './plan/planned.ts';
import { proveReads } from './plan/reads.ts';

const USAGE = `npm run prove -- plan [--commits 200] [--files 40] [--seed 1] <Go repository> …`;

/**
 * Walks the newest commits of real histories forward, each in a temporary clone: every test that is compiled from something else
 * than at the parent must be in the plan. Then changes files that tests may read at run time, and asks Go's test cache which
 * tests look at them.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { commits: { type: 'string' }, files: { type: 'string' }, seed: { type: 'string' } },
  });
  if (positionals.length === 0) {
    console.log(`Nothing to walk: name folders of Go repositories with their history.\n${USAGE}`);
    return;
  }
  const [commits, files, seed] = [
    Number(values.commits ?? 200),
    Number(values.files ?? 40),
    Number(values.seed ?? 1),
  ];
  let misses = 0;
  for (const source of positionals) {
    await withClone(resolve(source), async (dir, name) => {
      if (commits > 0) misses += await walk(dir, name, commits);
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

async function walk(dir: string, name: string, count: number): Promise<number> {
  const git = async (...args: string[]) => (await runChecked('git', args, { cwd: dir })).stdout.trim();
  const newest = (await git('log', '--first-parent', '--format=%H', `-${count + 1}`)).split('\n').reverse();
  const env = { GOTOOLCHAIN: 'local' };
  const tally = { full: 0, affected: 0, none: 0 };
  const started = Date.now();
  let [tests, selected, changed, misses, skipped] = [0, 0, 0, 0, 0];
  let before: Map<string, string> | undefined;
  for (const [index, sha] of newest.entries()) {
    await git('checkout', '--quiet', '--force', '--detach', sha);
    await git('clean', '-qffdx');
    const after = await readTestInputs(dir, env).catch(() => undefined);
    const parent = newest[index - 1];
    if (parent && before && after) {
      const plan = await planAt(dir, parent);
      const moved = changedTests(before, after);
      const missed = moved.filter((path) => !plan.runs(path));
      for (const path of missed) console.log(`MISS ${name} ${sha.slice(0, 12)} ${path} (${plan.reason})`);
      tally[plan.mode as keyof typeof tally] += 1;
      misses += missed.length;
      changed += moved.length;
      tests += after.size;
      selected += [...after.keys()].filter(plan.runs).length;
    } else if (parent) {
      skipped += 1; // Go cannot list one of the two commits, so there is nothing to compare
    }
    before = after;
    if (index % 20 === 0)
      console.log(
        `  ${name}: ${index}/${newest.length - 1} commits, ${misses} misses, ${formatDuration(Date.now() - started)}`,
      );
  }
  const share = (part: number) => `${((100 * part) / Math.max(1, tests)).toFixed(1)} %`;
  console.log(
    `${name}: ${newest.length - 1} commits (${skipped} that Go cannot list), ${tally.full} full, ${tally.affected} affected, ${tally.none} none; ` +
      `${changed} tests changed (${share(changed)}), ${selected} selected (${share(selected)}), ${misses} misses`,
  );
  return misses;
}
