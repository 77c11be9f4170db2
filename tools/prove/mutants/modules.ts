/** A module that decides, and the tests that ought to notice when it decides otherwise. */
export type Decider = { readonly source: string; readonly tests: readonly string[] };

const of = (room: string, module: string, ...tests: readonly string[]): Decider => ({
  source: `${room}/src/${module}.ts`,
  tests: (tests.length > 0 ? tests : [module]).map((test) => `__tests__/${room}/${test}.test.ts`),
});

export const DECIDERS: readonly Decider[] = [
  of('actions/coverage-gate', 'judge/completeness'),
  of('actions/coverage-gate', 'compare/ratchet'),
  of('actions/coverage-gate', 'tests/reruns'),
  of('actions/coverage-gate', 'percent'),
  of('actions/lint-gate', 'verdict/verdict'),
  of('actions/lint-gate', 'findings/baseline'),
  of('actions/change-plan', 'change/module-change'),
  of('actions/change-plan', 'shards'),
  of('actions/setup-go-cache', 'build-cache/save-plan'),
  of('actions/setup-go-cache', 'pack/header'),
  of('actions/semver-release', 'version/bump'),
  of('actions/semver-release', 'version/version'),
  of('actions/oidc-registry-login', 'verification/verify'),
  of('actions/oidc-registry-login', 'verification/challenge'),
  of('actions/oidc-registry-login', 'verification/realm'),
  of('actions/oidc-registry-login', 'revocation/issued'),
  of('packages/zip', 'zip'),
  of('packages/zip', 'path'),
  of('packages/action-kit', 'retry'),
  of('packages/action-kit', 'redirect'),
  of('packages/action-kit', 'foreign'),
  of('packages/action-kit', 'json'),
  of('packages/action-kit', 'annotations'),
  of('packages/tool-install', 'tool-key'),
  of('packages/tool-install', 'checksums'),
];
