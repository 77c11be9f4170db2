import { readFile } from 'node:fs/promises';
import { createProject, runAction } from '@go-actions/test-kit';
import { askGo, type Expected } from './event-oracle.ts';
import { generatePackages, type TestPackage } from './event-packages.ts';

export type EventComparison = {
  readonly packages: number;
  readonly green: number;
  readonly red: number;
  readonly problems: readonly string[];
};

/** The settings of one round. */
export type Round = {
  readonly packages: number;
  readonly seed: number;
  readonly race: boolean;
  readonly coverpkg: string;
  readonly reruns: number;
  readonly version?: string;
};

type Report = {
  readonly verdict: string;
  readonly incomplete: readonly { readonly what: string; readonly why: string }[];
  readonly failures: readonly { readonly package: string }[];
};

/** Lets go and the gate judge the same generated packages, each in a checkout of its own: flaky tests leave traces. */
export async function compareEvents(round: Round): Promise<EventComparison> {
  const packages = generatePackages(round.packages, round.seed, round.race);
  const files = Object.assign(
    { 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'visits/.keep': '' },
    ...packages.map((pkg) => pkg.files),
  );
  const env = round.version ? { GOTOOLCHAIN: round.version } : {};
  await using theirs = await createProject(files);
  await using ours = await createProject(files);
  const flags = ['-timeout=4s', ...(round.race ? ['-race'] : [])];
  const expected = await askGo(theirs.dir, packages, { flags, times: round.reruns });
  const result = await runAction('coverage-gate', {
    workspace: ours.dir,
    inputs: {
      race: String(round.race),
      timeout: '4s',
      'min-total': '0',
      'min-patch': '0',
      coverpkg: round.coverpkg,
      'rerun-fails': String(round.reruns),
      'test-args': '-count=1',
      'report-dir': 'report',
      reports: 'json',
    },
    env,
    timeoutMs: 900_000,
  });
  const text = await readFile(ours.path('report/coverage.json'), 'utf8').catch(() => '');
  const name = `seed ${round.seed}, race ${round.race}, coverpkg ${round.coverpkg || 'none'}, ${round.reruns} reruns`;
  const problems = text
    ? compare(packages, expected, JSON.parse(text) as Report, result.code, Number(result.outputs.failed))
    : [`the gate wrote no report: ${result.stdout.slice(-500)} ${result.stderr.slice(-500)}`];
  return {
    packages: packages.length,
    green: packages.length - expected.red.size,
    red: expected.red.size,
    problems: problems.map((problem) => `${name}: ${problem}`),
  };
}

function compare(
  packages: readonly TestPackage[],
  expected: Expected,
  report: Report,
  code: number | null,
  failed: number,
): string[] {
  const problems: string[] = [];
  const green = report.verdict === 'pass';
  if (green !== expected.green || green !== (code === 0))
    problems.push(
      `the verdict is ${report.verdict} (exit ${code}), and go says ${expected.green ? 'green' : 'red'}`,
    );
  const short = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const named = new Set([
    ...report.failures.map((failure) => short(failure.package)),
    ...report.incomplete.map(({ what }) => short(what)),
  ]);
  // Where every program writes every package, who is missing may be in doubt.
  const vague = report.incomplete.some(({ what }) => what === 'the profile');
  for (const { name, files } of packages) {
    if (named.has(name) === expected.red.has(name) || (vague && expected.red.has(name))) continue;
    const said = expected.red.has(name)
      ? 'is red for go, and not named'
      : 'is green for go, and named in red';
    problems.push(`${name} ${said}:\n${files[`${name}/x_test.go`]}`);
  }
  const least = [...expected.failed.values()].reduce((sum, count) => sum + count, 0);
  const most = least + [...expected.red].filter((name) => !expected.failed.has(name)).length * 8;
  if (failed < least || failed > most) problems.push(`${failed} tests failed, and go says at least ${least}`);
  return problems;
}
