import { DELIVERY_SCENES } from './delivery-scenes.ts';
import { RELEASE, RELEASE_SCENES, RELEASED } from './release-scenes.ts';
import type { Expectation, Scene } from './scene.ts';

const CI = {
  caller: 'examples/workflows/required-check.yml',
  workflow: '.github/workflows/go-ci.yml',
  with: { preset: 'fast' }, // building golangci-lint takes longer than all the scenes together
} as const;
/** The usual jobs, all of them green. */
const GREEN: Expectation = {
  exit: 'success',
  jobs: { plan: 'success', lint: 'success', test: 'success', build: 'success', gate: 'success' },
};

const REPORT = {
  caller: 'examples/workflows/pr-report.yml',
  workflow: '.github/workflows/go-pr-report.yml',
} as const;
const LOGIN = 'tools/demo/callers/login.yml';
const NESTED = 'tools/demo/callers/nested.yml';

/** The stories that `npm run demo` plays, in this order. */
export const SCENES: readonly Scene[] = [
  {
    name: 'pull-request',
    story: 'A small feature with its test: the plan selects what it can reach, everything is green.',
    history: { kind: 'pull-request', change: 'pull-request', title: 'feat(journal): tell its size' },
    ...CI,
    peers: 'none',
    runs: [GREEN],
  },
  {
    name: 'bad-pull-request',
    story:
      'A vet finding, an unformatted file, a failing test and a new function without a test: the gate is red, and each is shown at its line.',
    history: { kind: 'pull-request', change: 'bad-pull-request', title: 'feat: several things at once' },
    ...CI,
    peers: 'none',
    runs: [
      {
        exit: 'failure',
        jobs: { plan: 'success', lint: 'failure', test: 'failure', gate: 'failure' },
        annotations: [
          { file: 'internal/monitor/deadline.go', line: 10, says: /cancel function/ },
          { file: 'internal/notify/attempts.go', line: 4, says: /fmt/ },
          { file: 'internal/journal/size_test.go', line: 16, says: /Size\(\) = 1, want 0/ },
          { file: 'internal/config/region.go', line: 10, says: /cover/i },
        ],
        summaries: [/deadline\.go/, /attempts\.go/, /TestSizeOfAnEmptyJournalIsZero/, /region\.go/],
      },
    ],
  },
  {
    name: 'docs-only',
    story:
      'Only documentation changes: the plan orders nothing, every job is skipped, and the one required check is green all the same.',
    history: { kind: 'pull-request', change: 'docs-only', title: 'docs: operating the service' },
    ...CI,
    peers: 'none',
    runs: [
      {
        exit: 'success',
        jobs: {
          plan: 'success',
          lint: 'skipped',
          test: 'skipped',
          build: 'skipped',
          contract: 'skipped',
          generate: 'skipped',
          e2e: 'skipped',
          gate: 'success',
        },
      },
    ],
  },
  {
    name: 'release',
    story:
      'Tag v0.2.0 is pushed: static binaries for four targets become a published release. The same tag again writes nothing.',
    history: { kind: 'tag', change: 'pull-request', title: 'feat(journal): tell its size', tag: 'v0.2.0' },
    ...RELEASE,
    with: { targets: 'linux/amd64,linux/arm64,darwin/arm64,windows/amd64' },
    peers: 'release',
    runs: [RELEASED, RELEASED],
  },
  {
    name: 'login',
    story:
      "The job's ID token becomes credentials of a registry; crane pushes and pulls with them, and after the job they are gone.",
    history: { kind: 'push' },
    caller: LOGIN,
    workflow: LOGIN,
    peers: 'login',
    runs: [{ exit: 'success', jobs: { image: 'success' } }],
  },
  {
    name: 'monorepo',
    story:
      'Three modules in a workspace, and a change of the one that another imports: those two are checked, the third is not touched.',
    example: 'go-workspace',
    history: { kind: 'pull-request', change: 'monorepo', title: 'feat(pricing): discounts' },
    ...CI,
    peers: 'none',
    runs: [
      {
        ...GREEN,
        outputs: [
          { job: 'plan', name: 'mode', says: /^affected$/ },
          { job: 'plan', name: 'packages', says: /workspace\/pricing/ },
          { job: 'plan', name: 'packages', says: /workspace\/shop/ },
          { job: 'plan', name: 'packages', says: /^((?!depot)[\s\S])*$/ },
        ],
      },
    ],
    extra: true,
  },
  {
    name: 'sharded',
    story:
      'The tests as one job, then as three shards whose profiles are handed over and merged: the coverage verdict is the same.',
    history: { kind: 'pull-request', change: 'pull-request', title: 'feat(journal): tell its size' },
    ...CI,
    with: { ...CI.with, select: 'all' },
    peers: 'none',
    runs: [
      {
        exit: 'success',
        jobs: { plan: 'success', test: 'success', coverage: 'skipped', gate: 'success' },
      },
      {
        exit: 'success',
        jobs: { plan: 'success', test: 'success', coverage: 'success', gate: 'success' },
        with: { 'max-shards': '3' },
      },
    ],
    same: { what: 'Coverage of one job and of three shards', output: 'total', jobs: ['test', 'coverage'] },
    extra: true,
  },
  {
    name: 'fork',
    story:
      'A pull request from a fork: the token may only read, the cache is read-only, there is no secret, and everything is green.',
    example: 'go-workspace',
    history: {
      kind: 'pull-request',
      change: 'monorepo',
      title: 'feat(pricing): discounts',
      from: 'stranger/beacon',
    },
    ...CI,
    peers: 'fork',
    runs: [GREEN],
    extra: true,
  },
  {
    name: 'hostile',
    story:
      'A pull request with actions and programs of our names, and file names that are commands: the pipeline runs its own code only.',
    example: 'go-workspace',
    history: { kind: 'pull-request', change: 'hostile', title: 'feat: $(sh go) `sh go` ::error::owned' },
    ...CI,
    peers: 'trap',
    runs: [
      {
        exit: 'success',
        jobs: { plan: 'success', lint: 'success', test: 'success', gate: 'success' },
      },
    ],
    extra: true,
  },
  {
    name: 'report',
    story:
      'A red pull request hands its results over; a second workflow shows them as a comment and suggestions. The same again writes nothing.',
    history: { kind: 'pull-request', change: 'bad-pull-request', title: 'feat: several things at once' },
    ...CI,
    with: { ...CI.with, report: 'true' },
    peers: 'report',
    runs: [
      { exit: 'failure', jobs: { plan: 'success', lint: 'failure', test: 'failure', gate: 'failure' } },
      { exit: 'success', jobs: { report: 'success' }, of: REPORT },
      { exit: 'success', jobs: { report: 'success' }, of: REPORT },
    ],
    extra: true,
  },
  {
    name: 'called-twice',
    story:
      'One run calls the pipeline twice, once with a build tag; both share their tests out and hand reports over: each under names of its own.',
    history: { kind: 'pull-request', change: 'pull-request', title: 'feat(journal): tell its size' },
    ...CI,
    caller: 'tools/demo/callers/called-twice.yml',
    with: { ...CI.with, select: 'all', 'max-shards': '2', report: 'true', race: 'false' },
    peers: 'calls',
    runs: [{ ...GREEN, jobs: { ...GREEN.jobs, coverage: 'success' } }],
    extra: true,
  },
  {
    name: 'nested-composite',
    story:
      "Our actions two composites deep, below inputs of the same names: the second run is warm, and each run's credentials are gone.",
    history: { kind: 'main', change: 'nested-composite', title: 'ci: what every job begins with' },
    caller: NESTED,
    workflow: NESTED,
    peers: 'login',
    runs: [
      { exit: 'success', jobs: { image: 'success' } },
      {
        exit: 'success',
        jobs: { image: 'success' },
        outputs: [{ job: 'image', name: 'restored-bytes', says: /^[1-9]/ }],
      },
    ],
    extra: true,
  },
  {
    name: 'old-container',
    story:
      "A container with git 2.30, to which the runner's checkout belongs to somebody else: the plan is as narrow as anywhere.",
    history: { kind: 'pull-request', change: 'pull-request', title: 'feat(journal): tell its size' },
    ...CI,
    peers: 'old-git',
    runs: [{ ...GREEN, outputs: [{ job: 'plan', name: 'mode', says: /^affected$/ }] }],
    extra: true,
  },
  ...RELEASE_SCENES,
  ...DELIVERY_SCENES,
];
