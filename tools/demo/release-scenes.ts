import type { Expectation, Scene } from './scene.ts';

export const RELEASE = {
  caller: 'examples/workflows/tags.yml',
  workflow: '.github/workflows/go-release.yml',
} as const;
export const RELEASED: Expectation = {
  exit: 'success',
  jobs: { plan: 'success', build: 'success', publish: 'success', verify: 'success' },
};
/** Releases of a library: nothing is compiled for them but what the comparison of its API needs. */
const LIBRARY = { example: 'go-library', ...RELEASE, peers: 'releases' } as const;
const FROM_MAIN = { ...LIBRARY, caller: 'examples/workflows/release-from-main.yml' } as const;
const REFUSED: Expectation = {
  exit: 'failure',
  jobs: { plan: 'failure', build: 'skipped', publish: 'skipped' },
};

/** Releases of a library, as Go and the people who use it meet them. */
export const RELEASE_SCENES: readonly Scene[] = [
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
];
