import type { Facts } from './facts.ts';

/** A workflow to write, and one line for each choice in it. */
export type PlannedFile = {
  readonly path: string;
  readonly text: string;
  readonly reasons: readonly string[];
};

/** What fits the repository: the required check always, a release and a delivery where there is something to release. */
export function planFiles(facts: Facts): PlannedFile[] {
  return [planCheck(facts), ...planRelease(facts)];
}

type Choice = { readonly input: string; readonly value: string; readonly reason: string };

function planCheck(facts: Facts): PlannedFile {
  const choices = [...place(facts), ...minimums(facts), ...findings(facts)];
  const reasons = [
    `${counted(facts.modules.length, 'module')}: ${facts.modules.map(({ path }) => path).join(', ')}`,
    ...facts.unreadable.map((dir) => `${dir}/go.mod cannot be read, so that nothing in ${dir} is checked`),
    ...choices.map(({ input, value, reason }) => `${input}: ${value} (${reason})`),
    tests(facts),
    `then require "go / Gate", and nothing else, in the rules of ${facts.defaultBranch}`,
  ];
  const text = `# The pipeline as a required check: require "go / Gate". There is no \`paths\` filter on the trigger: a workflow that a
# filter skips leaves its required check pending for ever. The plan inside skips what a change does not need.
name: Go

on:
  pull_request:
  merge_group:
  push:
    branches: [${quoted(facts.defaultBranch)}]

concurrency:
  group: go-\${{ github.event.pull_request.number || github.sha }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

permissions: {}

jobs:
  go:
    uses: ${facts.suite}/.github/workflows/go-ci.yml@v1
    permissions:
      contents: read # checkout
${renderWith(choices)}`;
  return { path: '.github/workflows/go.yml', text, reasons };
}

function planRelease(facts: Facts): PlannedFile[] {
  if (facts.mains.length === 0 && facts.versionTags === 0) return [];
  const nested = facts.modules.some(({ dir }) => dir !== '.');
  const tags = nested ? "['v*.*.*', '**/v*.*.*']" : "['v*.*.*']";
  const text = `# Pushing a tag such as v1.5.0 releases it. Push at most three tags at once: GitHub starts nothing for more.
name: Release

on:
  push:
    tags: ${tags}

concurrency:
  group: release
  cancel-in-progress: false

permissions: {}

jobs:
  release:
    uses: ${facts.suite}/.github/workflows/go-release.yml@v1
    permissions:
      contents: write # the release and its assets
`;
  const built =
    facts.mains.length > 0
      ? `${counted(facts.mains.length, 'program')} to build: ${facts.mains.join(', ')}`
      : 'a library: the release has notes and no binaries';
  const tagged =
    facts.versionTags > 0
      ? `${counted(facts.versionTags, 'version tag')} so far`
      : 'no version tag so far: the first one can be v0.1.0';
  const delivered = [
    ...(facts.dockerfile ? [`${facts.dockerfile}: see actions/image-publish for the image`] : []),
    ...(facts.chart ? [`${facts.chart}: see actions/chart-publish for the chart`] : []),
  ];
  return [{ path: '.github/workflows/release.yml', text, reasons: [built, tagged, ...delivered] }];
}

function place({ workingDirectory }: Facts): Choice[] {
  if (workingDirectory === '.') return [];
  return [{ input: 'working-directory', value: workingDirectory, reason: 'the folder that you named' }];
}

/** Whole percents, rounded down, so that the first pull request is green; the goal stays in sight. */
function minimums({ measured }: Facts): Choice[] {
  if (measured === undefined || 'reason' in measured) {
    const reason = measured === undefined ? 'the tests were not run' : measured.reason;
    return [{ input: 'min-total', value: '0', reason: `${reason}; raise it to what the first run says` }];
  }
  const total = Math.floor(Number(measured.total));
  const today = `today it is ${measured.total} %`;
  if (total >= 80) return [];
  return [
    { input: 'min-total', value: String(total), reason: `${today}; raise it as it grows, the default is 80` },
  ];
}

function findings({ commits, golangciConfig }: Facts): Choice[] {
  const config = golangciConfig ? `, judged by ${golangciConfig}` : '';
  if (commits < 2) return [];
  return [{ input: 'only-new', value: 'lines', reason: `findings count where a change makes them${config}` }];
}

function tests({ contractTests, endToEndTests, measured }: Facts): string {
  const kinds = [
    ...(contractTests ? ['contract tests'] : []),
    ...(endToEndTests ? ['end-to-end tests'] : []),
  ];
  const failing =
    measured !== undefined && 'failed' in measured && measured.failed > 0
      ? `; ${counted(measured.failed, 'test fails', 'tests fail')} today, and the gate will be red until they pass`
      : '';
  return `unit tests with the race detector${kinds.map((kind) => `, ${kind}`).join('')}${failing}`;
}

function renderWith(choices: readonly Choice[]): string {
  if (choices.length === 0) return '';
  const lines = choices.map(({ input, value, reason }) => `      ${input}: ${quoted(value)} # ${reason}\n`);
  return `    with:\n${lines.join('')}`;
}

/** A YAML scalar that stays the string that it is. */
function quoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
