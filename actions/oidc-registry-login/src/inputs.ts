import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { expected, type InputReader } from '@go-actions/action-kit';
import { ACCESS, COMMON_KEYS, readRegistries, SETTING_KEYS } from './registries/entries.ts';
import { parseEndpoint } from './registries/host.ts';
import { ON_MISSING_OIDC } from './registries/login-plan.ts';
import { VERIFY } from './verification/verify.ts';

export type Inputs = ReturnType<typeof readInputs>;

export const readInputs = (input: InputReader) => {
  const access = input.choice('access', ACCESS);
  const entries = readEntries(input, access);
  return {
    entries,
    refresh: input.flag('refresh'),
    isolate: input.flag('isolate'),
    verify: input.choice('verify', VERIFY),
    onMissingOidc: input.choice('on-missing-oidc', ON_MISSING_OIDC),
    pullSecret: readPullSecret(input),
    exposeCredentials: readExpose(input, entries.length),
    dryRun: input.flag('dry-run'),
    jobToken: input.secret('token'),
    idTokenEndpoint: readIdTokenEndpoint(input),
    user: readUser(input),
  };
};

/** The list, or the short form: the keys of one entry as inputs. */
function readEntries(input: InputReader, access: (typeof ACCESS)[number]) {
  const keys = [...COMMON_KEYS.filter((key) => key !== 'access'), ...SETTING_KEYS];
  const single = Object.fromEntries(keys.map((key) => [key, input.text(key)]).filter(([, value]) => value));
  const { entries, complaints } = readRegistries({ registries: input.text('registries'), single, access });
  for (const complaint of complaints) input.complain(complaint);
  return entries;
}

/** There is one `username` and one `password` output. */
function readExpose(input: InputReader, registries: number): boolean {
  const expose = input.flag('expose-credentials');
  if (expose && registries > 1)
    input.complain(`\`expose-credentials\` is true with ${registries} registries; expected a single one`);
  return expose;
}

/** The secret's file must lie outside of the checkout, where artifacts and caches would pick it up. */
function readPullSecret(input: InputReader) {
  const name = input.parsed('pull-secret-name', parseResourceName);
  const namespace = input.parsedOptional('pull-secret-namespace', parseResourceName);
  const path = input.parsedOptional('pull-secret-file', (text) => {
    const absolute = resolve(input.env('RUNNER_TEMP') ?? '', text);
    const inside = relative(input.env('GITHUB_WORKSPACE') ?? process.cwd(), absolute);
    return inside.startsWith('..') || isAbsolute(inside)
      ? absolute
      : expected('a path outside of the workspace, such as "${{ runner.temp }}/pull-secret.json"');
  });
  return path ? { path, name, namespace } : undefined;
}

function readIdTokenEndpoint(input: InputReader) {
  const url = input.env('ACTIONS_ID_TOKEN_REQUEST_URL');
  const token = input.env('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  if (!url || !token) return undefined;
  try {
    return { url: parseEndpoint(url), token };
  } catch (error) {
    input.complain(`ACTIONS_ID_TOKEN_REQUEST_URL does not fit; ${(error as Error).message}`);
    return undefined;
  }
}

/** Where this user's own logins are, and what the environment said before us. */
function readUser(input: InputReader) {
  const dockerConfig = input.env('DOCKER_CONFIG');
  const authFile = input.env('REGISTRY_AUTH_FILE');
  const runtime = input.env('XDG_RUNTIME_DIR');
  return {
    dockerConfig,
    authFile,
    // Absolute: what is kept outlives this step, and later ones may run in other folders.
    dockerFolder: resolve(
      dockerConfig ?? join(input.env('HOME') ?? input.env('USERPROFILE') ?? homedir(), '.docker'),
    ),
    containersFile: authFile ? resolve(authFile) : runtime && join(runtime, 'containers', 'auth.json'),
    authVariable: input.env('DOCKER_AUTH_CONFIG'),
  };
}

/** A Kubernetes name (RFC 1123 subdomain). */
function parseResourceName(text: string): string {
  return /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text)
    ? text
    : expected('a Kubernetes name such as "registry-pull-secret"');
}
