import { type ActionRun, MAIN_SCOPE, makeRuntimeToken, type Project } from '@go-actions/test-kit';
import type { Manner } from './service.ts';

/** A client of the suite, and the action that it serves. */
export type Client = {
  readonly name: string;
  readonly action: string;
  /** What the step is given, with the address of the hostile service. */
  readonly step: (url: string, project: Project) => Omit<ActionRun, 'workspace'>;
  /** `miss`: the step does its work without the service. `red`: it cannot, and says so. */
  readonly want: 'miss' | 'red';
  /** Beside an honest issuer of ID tokens. */
  readonly issuer?: true;
  /** Manners that it is not tried with, or that end otherwise, each with the reason. */
  readonly except?: Partial<Record<Manner, { readonly why: string; readonly green?: true }>>;
  /** Default: four minutes. */
  readonly limitMs?: number;
};

export const SECRET = 'ghs_proofproofproofproofproofproof0000';

const RUNTIME_TOKEN = makeRuntimeToken([MAIN_SCOPE]);

const cache = (url: string) => ({
  ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN,
  ACTIONS_RESULTS_URL: `${url}/`,
  ACTIONS_CACHE_SERVICE_V2: 'True',
});
const CHECKS = { preset: 'fast', token: SECRET };
const TESTS = { race: 'false', 'min-total': '0', 'min-patch': '0', token: SECRET };

export const CLIENTS: readonly Client[] = [
  {
    name: 'cache service',
    action: 'setup-go-cache',
    want: 'miss',
    step: (url) => ({ inputs: { 'go-version': '>=1.24', download: 'off' }, env: cache(url) }),
  },
  {
    name: 'cache service, v1',
    action: 'setup-go-cache',
    want: 'miss',
    step: (url) => ({
      inputs: { 'go-version': '>=1.24', download: 'off' },
      env: { ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN, ACTIONS_CACHE_URL: `${url}/` },
    }),
  },
  {
    name: 'cache service',
    action: 'change-plan',
    want: 'miss',
    step: (url) => ({ inputs: { token: SECRET, 'max-shards': '2' }, env: cache(url) }), // durations of tests
  },
  {
    name: 'API', // the base of the last green run
    action: 'change-plan',
    want: 'miss',
    step: (url) => ({
      inputs: { token: SECRET, base: 'last-success' },
      env: { GITHUB_API_URL: url, GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/ci.yml@refs/heads/main' },
      event: { before: 'a'.repeat(40), repository: { default_branch: 'main' } },
    }),
  },
  {
    name: 'cache service and API',
    action: 'lint-gate',
    want: 'red', // the project has a finding
    step: (url) => ({ inputs: CHECKS, env: { ...cache(url), GITHUB_API_URL: url } }),
  },
  {
    name: 'cache service and API',
    action: 'coverage-gate',
    want: 'red', // the project has a failing test
    step: (url) => ({
      inputs: { ...TESTS, ratchet: 'percent' },
      env: { ...cache(url), GITHUB_API_URL: url, GITHUB_REF: 'refs/heads/x', GITHUB_REF_NAME: 'x' },
      event: { repository: { default_branch: 'main' } },
    }),
  },
  {
    name: 'list of Go releases',
    action: 'setup-go-cache',
    want: 'red',
    step: (url) => ({
      inputs: { 'go-version': '1.24.99', 'go-download-base-url': url, cache: 'off', token: SECRET },
      env: { GOPROXY: url },
    }),
  },
  {
    name: 'module mirror',
    action: 'setup-go-cache',
    want: 'red',
    limitMs: 11 * 60_000, // the go command knows no limit: its own is ours
    except: { flood: { why: 'the go command reads an answer of a mirror without a bound' } },
    step: (url, project) => ({
      inputs: { 'go-version': '>=1.24', cache: 'off', goproxy: url, tools: 'example.com/tool@v1.0.0' },
      env: { GOMODCACHE: project.path('.temp/modcache'), GONOSUMDB: '*', GOFLAGS: '-modcacherw' },
    }),
  },
  {
    name: 'artifact service, put',
    action: 'handoff',
    want: 'red',
    step: (url) => ({ inputs: { mode: 'put', name: 'a', path: 'app.go' }, env: cache(url) }),
  },
  {
    name: 'artifact service, get',
    action: 'handoff',
    want: 'red',
    step: (url) => ({
      inputs: { mode: 'get', name: 'a', path: 'in', digest: 'unverified' },
      env: cache(url),
    }),
  },
  {
    name: 'GitHub API',
    action: 'pr-report',
    want: 'red',
    step: (url) => ({
      inputs: { token: SECRET },
      env: { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: `${url}/graphql`, GITHUB_EVENT_NAME: 'workflow_run' },
      event: {
        workflow_run: {
          id: 42,
          name: 'Go',
          event: 'pull_request',
          status: 'completed',
          conclusion: 'failure',
          head_sha: 'c'.repeat(40),
          head_branch: 'feature',
          head_repository: { id: 1, full_name: 'octo/app', owner: { login: 'octo' } },
          pull_requests: [{ number: 7 }],
        },
      },
    }),
  },
  {
    name: 'GitHub API',
    action: 'semver-release',
    want: 'red',
    step: (url) => ({
      inputs: { kind: 'artefact', token: SECRET, 'extra-files': 'app.go' },
      env: {
        GITHUB_API_URL: url,
        GITHUB_REF: 'refs/tags/v1.0.0',
        GITHUB_REF_NAME: 'v1.0.0',
        GITHUB_REF_TYPE: 'tag',
        RUNNER_ENVIRONMENT: 'github-hosted',
      },
    }),
  },
  {
    name: 'OIDC issuer',
    action: 'oidc-registry-login',
    want: 'red',
    step: (url) => ({
      inputs: {
        registry: 'registry.test',
        provider: 'token-exchange',
        'token-url': `${url}/token`,
        audience: 'a',
      },
      env: idToken(url),
    }),
  },
  {
    name: 'token service',
    action: 'oidc-registry-login',
    want: 'red',
    issuer: true,
    step: (url) => ({
      inputs: {
        registry: 'registry.test',
        provider: 'token-exchange',
        'token-url': `${url}/token`,
        audience: 'a',
      },
    }),
  },
  {
    name: 'registry',
    action: 'oidc-registry-login',
    want: 'red',
    except: {
      garbage: { why: 'a registry that lets everybody in is called `unchecked`', green: true },
      lie: { why: 'a registry that lets everybody in is called `unchecked`', green: true },
    },
    step: (url) => ({ inputs: { registry: new URL(url).host, provider: 'ghcr', token: SECRET } }),
  },
  {
    name: 'deployment',
    action: 'deploy-check',
    want: 'red',
    step: (url) => ({
      inputs: {
        url,
        'expect-version': 'v9.9.9',
        timeout: '5s',
        'stable-for': '0s',
        headers: `X-Token: ${SECRET}`,
      },
    }),
  },
];

const idToken = (url: string) => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: SECRET,
});
