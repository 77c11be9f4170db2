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
const RELEASE = {
  caller: 'examples/workflows/tags.yml',
  workflow: '.github/workflows/go-release.yml',
} as const;
/** Releases of a library: nothing is compiled for them but what the comparison of its API needs. */
const LIBRARY = { example: 'go-library', ...RELEASE, peers: 'releases' } as const;
const FROM_MAIN = { ...LIBRARY, caller: 'examples/workflows/release-from-main.yml' } as const;
const RELEASED: Expectation = {
  exit: 'success',
  jobs: { plan: 'success', build: 'success', publish: 'success', verify: 'success' },
};
const REFUSED: Expectation = {
  exit: 'failure',
  jobs: { plan: 'failure', build: 'skipped', publish: 'skipped' },
};

const REPORT = {
  caller: 'examples/workflows/pr-report.yml',
  workflow: '.github/workflows/go-pr-report.yml',
} as const;
const LOGIN = 'tools/demo/callers/login.yml';
const DELIVER = 'tools/demo/callers/deliver.yml';
/** A version that is out: image and chart, published and deployed in three jobs. */
const DELIVERY = {
  history: { kind: 'tag', change: 'pull-request', title: 'feat(journal): tell its size', tag: 'v0.2.0' },
  caller: 'tools/demo/callers/delivery.yml',
  workflow: 'tools/demo/callers/delivery.yml',
  peers: 'delivery',
  extra: true,
} as const;
const IMAGE_TAGS = ['0.2', '0.2.0', 'latest'];

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
    runs: [
      { exit: 'success', jobs: { plan: 'success', build: 'success', publish: 'success', verify: 'success' } },
      { exit: 'success', jobs: { plan: 'success', build: 'success', publish: 'success', verify: 'success' } },
    ],
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
    name: 'release-fix',
    story:
      'Only fixes since v0.1.0, and v0.1.1 is pushed: a patch, no formal release, and the documentation has nothing new to say.',
    history: { kind: 'tag', change: 'library-fix', title: 'fix: take leave properly', tag: 'v0.1.1' },
    ...LIBRARY,
    releases: { 'v0.1.1': 'release' },
    runs: [
      {
        ...RELEASED,
        outputs: [
          { job: 'plan', name: 'type', says: /^patch$/ },
          { job: 'plan', name: 'skip-docs', says: /^true$/ },
        ],
      },
    ],
    extra: true,
  },
  {
    name: 'prerelease',
    story:
      'A candidate is pushed: it is marked as a prerelease, never the latest, and belongs into the staging registry.',
    history: { kind: 'tag', change: 'library-feature', title: 'feat: welcome', tag: 'v0.2.0-rc.1' },
    ...LIBRARY,
    releases: { 'v0.2.0-rc.1': 'prerelease' },
    runs: [{ ...RELEASED, outputs: [{ job: 'plan', name: 'registry', says: /^staging$/ }] }],
    extra: true,
  },
  {
    name: 'resume',
    story:
      'The publishing job loses its token when it has made a draft: nothing is public. The same run again goes on from there.',
    history: { kind: 'tag', change: 'library-feature', title: 'feat: welcome', tag: 'v0.2.0' },
    ...LIBRARY,
    with: { 'extra-files': 'README.md' },
    releases: { 'v0.2.0': 'release' },
    dies: true,
    runs: [{ exit: 'failure', jobs: { plan: 'success', build: 'success', publish: 'failure' } }, RELEASED],
    extra: true,
  },
  {
    name: 'refused',
    story:
      'The commit says fix, and a function is gone and another takes more: v0.1.1 is refused, with the symbols.',
    history: { kind: 'tag', change: 'library-break', title: 'fix: tidy', tag: 'v0.1.1' },
    ...LIBRARY,
    releases: {},
    runs: [
      {
        ...REFUSED,
        summaries: [/v0\.1\.1 is not released|not released/, /Bye: removed/, /Hello: changed/, /v0\.2\.0/],
      },
    ],
    extra: true,
  },
  {
    name: 'refused-v2',
    story:
      'v2.0.0 is pushed, and the module path has no /v2: Go would never find it, so nothing is released.',
    history: { kind: 'tag', change: 'library-break', title: 'feat!: greet aloud', tag: 'v2.0.0' },
    ...LIBRARY,
    releases: {},
    runs: [{ ...REFUSED, summaries: [/path suffix/, /example\.com\/greet\/v2/] }],
    extra: true,
  },
  {
    name: 'release-from-main',
    story:
      'A feature is merged: the version is computed from the commits, and released. The same run again writes nothing.',
    history: { kind: 'main', change: 'library-feature', title: 'feat: welcome' },
    ...FROM_MAIN,
    releases: { 'v0.2.0': 'release' },
    runs: [{ ...RELEASED, summaries: [/v0\.2\.0.*because there is a feature since/] }, RELEASED],
    extra: true,
  },
  {
    name: 'multi-module',
    story:
      'One merge touches two modules: one plan, two tags, and both drafts are complete before the first tag is there.',
    history: { kind: 'main', change: 'library-modules', title: 'feat: a loud module' },
    ...FROM_MAIN,
    releases: { 'v0.2.0': 'release', 'loud/v0.1.0': 'release' },
    runs: [RELEASED],
    extra: true,
  },
  {
    ...DELIVERY,
    name: 'deliver',
    story:
      'Tag v0.2.0 is released, its image for two platforms and its chart are published and signed; what is pulled is started, and says 0.2.0.',
    caller: DELIVER,
    workflow: '.github/workflows/go-deliver.yml',
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': ['0.2.0'] },
    runs: [
      {
        exit: 'success',
        jobs: { publish: 'success', image: 'success', chart: 'success', check: 'skipped', deploy: 'success' },
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-wrong-version',
    story:
      'Image and chart are published, but what answers is still the version before: the last job is red, and says so.',
    vars: { ANSWERS: 'v0.1.0' },
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': ['0.2.0'] },
    runs: [
      {
        exit: 'failure',
        jobs: { image: 'success', chart: 'success', deploy: 'failure' },
        summaries: [/wrong version/i, /v0\.1\.0/],
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-root-image',
    story: 'The image would run as root: it is refused before anything is sent, and nothing follows.',
    vars: { IMAGE_USER: '0' },
    delivered: { 'team/beacon': [], 'charts/beacon': [] },
    runs: [
      {
        exit: 'failure',
        jobs: { image: 'failure', chart: 'skipped', deploy: 'skipped' },
        summaries: [/it runs as root/],
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-broken-values',
    story: "The values of production break the chart's schema: the chart is published for no environment.",
    history: { ...DELIVERY.history, change: 'broken-values', title: 'feat(deploy): more replicas' },
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': [] },
    runs: [
      {
        exit: 'failure',
        jobs: { image: 'success', chart: 'failure', deploy: 'skipped' },
        summaries: [/deploy\/values\/prod\.yaml/, /replicas/],
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-registry-flaky',
    story:
      'The registry answers every few requests with an error, resets a connection, cuts a body or loses an answer: all of it is published in the end.',
    vars: { FAULTS: 'passing' },
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': ['0.2.0'] },
    runs: [{ exit: 'success', jobs: { image: 'success', chart: 'success', deploy: 'success' } }],
  },
];
