import { counted } from '@go-actions/action-kit';
import type { Facts } from './facts.ts';
import {
  type Choice,
  chooseFolder,
  freePath,
  listPeers,
  type PlannedFile,
  quoted,
  renderWith,
} from './planned-file.ts';

/** Actions whose part the required check takes over. */
const PEERS =
  /^(actions\/setup-go|golangci\/golangci-lint-action|dominikh\/staticcheck-action|golang\/govulncheck-action|codecov\/codecov-action|coverallsapp\/github-action|shogo82148\/actions-goveralls|vladopajic\/go-test-coverage|dorny\/paths-filter|tj-actions\/changed-files)$/;

/** The workflow of the required check, with minimums that the repository meets today. */
export function planGate(facts: Facts): PlannedFile {
  const choices = [...chooseFolder(facts), ...exclusions(facts), ...minimums(facts), ...findings(facts)];
  const checked = facts.modules.filter(({ broken }) => broken === undefined);
  const reasons = [
    `${counted(checked.length, 'module')}: ${checked.map(({ path }) => path).join(', ')}`,
    ...facts.unreadable.map((dir) => `${dir}/go.mod cannot be read, so that nothing in ${dir} is checked`),
    ...choices.map(({ input, value, reason }) => `${input}: ${value} (${reason})`),
    ...outdatedConfig(facts),
    describeTests(facts),
    `then require "go / Gate", and nothing else, in the rules of ${facts.defaultBranch}`,
    ...listPeers(facts, PEERS)
      .filter(({ text }) => text.includes('pull_request'))
      .map(
        ({ path, peers }) =>
          `${path} does a part of this (${peers.join(', ')}): remove it there once the gate is green`,
      ),
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
  return { path: freePath(facts, ['go', 'go-gate'], 'go-ci.yml'), text, reasons };
}

/** Modules that Go itself refuses: the gate would be red for them, whatever a change does. */
function exclusions({ modules }: Facts): Choice[] {
  const broken = modules.filter((module) => module.broken !== undefined);
  if (broken.length === 0 || broken.length === modules.length) return [];
  const value = broken.map(({ dir }) => `!${dir}`).join(' ');
  const [first] = broken;
  return [
    {
      input: 'modules',
      value,
      reason: `Go refuses ${first?.dir}: ${first?.broken}; mend it and drop this line`,
    },
  ];
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

function findings({ commits, golangci }: Facts): Choice[] {
  const config = golangci ? `, judged by ${golangci.path}` : '';
  if (commits < 2) return [];
  return [{ input: 'only-new', value: 'lines', reason: `findings count where a change makes them${config}` }];
}

function outdatedConfig({ golangci }: Facts): string[] {
  if (!golangci?.outdated) return [];
  return [
    `${golangci.path} is of golangci-lint 1, and version 2 refuses it: run \`golangci-lint migrate\` and commit the result first`,
  ];
}

function describeTests({ contractTests, endToEndTests, measured }: Facts): string {
  const kinds = [
    ...(contractTests ? ['contract tests'] : []),
    ...(endToEndTests ? ['end-to-end tests'] : []),
  ];
  const { failed, names } = measured && 'failed' in measured ? measured : { failed: 0, names: [] };
  const failing =
    failed > 0
      ? `; ${counted(failed, 'test fails', 'tests fail')} here today (${[...names, ...(failed > names.length ? ['...'] : [])].join(', ')}), and the gate will be red where they do`
      : '';
  return `unit tests with the race detector${kinds.map((kind) => `, ${kind}`).join('')}${failing}`;
}
