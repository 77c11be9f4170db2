import { formatDuration, runChecked } from '@go-actions/action-kit';
import { changedTests, readTestInputs } from './oracle.ts';
import { planAt } from './planned.ts';

/** Which part of a history: `count` commits, of which the last one has `skip` newer ones; no commit is begun after `minutes`. */
export type Stretch = { readonly count: number; readonly skip: number; readonly minutes: number };

/** One commit that was compared with its parent; the numbers count packages with tests. */
type Step = {
  readonly mode: string;
  readonly reason: string;
  readonly tests: number;
  readonly changed: number;
  readonly selected: number;
};

/**
 * Walks a first-parent history forward, so that each parent is compiled already, and returns how often a test that is compiled
 * from something else than at the parent was not in the plan. Prints each miss, and what was selected.
 */
export async function proveHistory(
  dir: string,
  name: string,
  { count, skip, minutes }: Stretch,
): Promise<number> {
  const git = async (...args: string[]) => (await runChecked('git', args, { cwd: dir })).stdout.trim();
  const log = ['log', '--first-parent', '--format=%H', `--skip=${skip}`, `--max-count=${count + 1}`];
  const commits = (await git(...log)).split('\n').reverse();
  const started = Date.now();
  const steps: Step[] = [];
  let misses = 0;
  let before: Map<string, string> | undefined;
  let walked = 0;
  for (const [index, sha] of commits.entries()) {
    if (Date.now() - started > minutes * 60_000) break;
    walked = index;
    await git('checkout', '--quiet', '--force', '--detach', sha);
    await git('clean', '-qffdx');
    // Go cannot list every commit of a history; there is nothing to compare then.
    const after = await readTestInputs(dir, { GOTOOLCHAIN: 'local' }).catch(() => undefined);
    const parent = commits[index - 1];
    if (parent && before && after) {
      const { mode, reason, runs } = await planAt(dir, parent);
      const changed = changedTests(before, after);
      const missed = changed.filter((path) => !runs(path));
      for (const path of missed) console.log(`MISS ${name} ${sha.slice(0, 12)} ${path} (${reason})`);
      misses += missed.length;
      const selected = [...after.keys()].filter(runs).length;
      steps.push({ mode, reason, tests: after.size, changed: changed.length, selected });
    }
    before = after;
    if (index > 0 && index % 20 === 0) {
      const spent = formatDuration(Date.now() - started);
      console.log(`  ${name}: ${index}/${commits.length - 1} commits, ${misses} misses, ${spent}`);
    }
  }
  const left = commits.length - 1 - walked;
  console.log(`${name}: ${walked} commits before the newest ${skip + left}, ${misses} misses`);
  if (left > 0) console.log(`${left} commits are left: --commits ${left} --skip ${skip}`);
  console.log(renderSteps(steps));
  return misses;
}

/** A row for each mode, and the commonest reasons to run everything. */
function renderSteps(steps: readonly Step[]): string {
  const rows = ['all', 'full', 'affected', 'none'].map((mode) => {
    const some = steps.filter((step) => mode === 'all' || step.mode === mode);
    const share = (part: 'changed' | 'selected') => {
      const [sum, whole] = [total(some, part), total(some, 'tests')];
      return `${sum} (${((100 * sum) / Math.max(1, whole)).toFixed(1)} %)`;
    };
    return `| ${mode} | ${some.length} | ${total(some, 'tests')} | ${share('changed')} | ${share('selected')} |`;
  });
  const reasons = new Map<string, number>();
  for (const { mode, reason } of steps) {
    const why = reason.replace(/^.* changed and /, '').replace(/( \(and \d+ more.*)?\.$/, '');
    if (mode === 'full') reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  const common = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 8);
  return [
    '| mode | commits | tests | changed | selected |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    ...common.map(([why, times]) => `  full ${times} times: ${why}`),
  ].join('\n');
}

function total(steps: readonly Step[], part: 'tests' | 'changed' | 'selected'): number {
  return steps.reduce((sum, step) => sum + step[part], 0);
}
