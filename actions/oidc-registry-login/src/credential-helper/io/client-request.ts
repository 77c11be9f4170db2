import { appendFile, stat } from 'node:fs/promises';
import { describeError } from '@go-actions/action-kit';
import { isAlive, isFresh } from '../freshness.ts';
import { type CachedCredential, readAllCached, readCached, sessionPaths } from './session.ts';

export type ClientAnswer = { readonly code: number; readonly output: string };

/** The words by which clients know "go on without a login" (docker-credential-helpers, credentials/error.go). */
const NOT_FOUND = 'credentials not found in native keychain';
const LOG_LIMIT = 64 * 1024;

/**
 * Answers one call of the docker-credential protocol. What this login keeps fresh cannot be replaced: `store` of anything
 * else is an error, so that a `docker login` does not say "Login Succeeded" and the other user is used.
 */
export async function answerClient(call: {
  readonly folder: string;
  readonly command: string;
  readonly input: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<ClientAnswer> {
  const { folder, command, input, env } = call;
  if (command === 'erase') return erase(folder, input);
  if (command === 'store') return store(folder, input);
  if (command === 'list') return { code: 0, output: JSON.stringify(await listUsers(folder)) };
  if (command !== 'get')
    return refuse(`unknown command ${JSON.stringify(command)}; expected get, list, store or erase`);
  const registry = registryOf(input);
  const cached = await readCached(folder, registry);
  if (!cached) return { code: 1, output: NOT_FOUND };
  const now = Date.now();
  if (isFresh(cached, now) || (!cached.renewable && isAlive(cached, now))) return show(input, cached);
  if (!cached.renewable) return refuse(`the credential for ${registry} has ended, and \`refresh\` is false`);
  try {
    const { renew } = await import(/* webpackMode: "eager" */ './renewal.ts'); // most answers need no exchange
    return show(input, await renew(folder, registry, env));
  } catch (error) {
    const reason = `${registry}: ${describe(error)}`;
    await log(folder, reason);
    // What is left of the old one is better than nothing.
    return isAlive(cached, Date.now()) ? show(input, cached) : refuse(reason);
  }
}

/** A logout of one step would be one of all that follow: it changes nothing, and is told after the job. */
async function erase(folder: string, input: string): Promise<ClientAnswer> {
  const registry = registryOf(input);
  if (await readCached(folder, registry))
    await log(folder, `${registry}: a step asked for a logout; this login stays until the end of the job`);
  return { code: 0, output: '' };
}

/** `{"ServerURL":…,"Username":…,"Secret":…}` on standard input (docker-credential-helpers, credentials/credentials.go). */
async function store(folder: string, input: string): Promise<ClientAnswer> {
  const { serverUrl, username, secret } = parseStored(input);
  const registry = registryOf(serverUrl);
  const cached = await readCached(folder, registry);
  if (cached && cached.username === username && cached.secret === secret) return { code: 0, output: '' };
  return refuse(
    cached
      ? `oidc-registry-login keeps ${registry} logged in as ${cached.username} for this job; leave the host out of its \`registries\` to use another login`
      : `this helper keeps the logins of oidc-registry-login alone, and ${registry} is none of them`,
  );
}

function parseStored(input: string): { serverUrl: string; username: unknown; secret: unknown } {
  try {
    const { ServerURL, Username, Secret } = JSON.parse(input) as Record<string, unknown>;
    return { serverUrl: String(ServerURL ?? ''), username: Username, secret: Secret };
  } catch {
    return { serverUrl: '', username: undefined, secret: undefined }; // refused below
  }
}

function refuse(reason: string): ClientAnswer {
  return { code: 1, output: `${reason}\n` };
}

function show(serverUrl: string, { username, secret }: CachedCredential): ClientAnswer {
  return {
    code: 0,
    output: JSON.stringify({ ServerURL: serverUrl.trim(), Username: username, Secret: secret }),
  };
}

async function listUsers(folder: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    (await readAllCached(folder)).map(({ registry, username }) => [registry, username]),
  );
}

/** Clients ask with a host, a URL, or Docker Hub's old address. */
function registryOf(serverUrl: string): string {
  const host = serverUrl
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  return ['index.docker.io', 'registry-1.docker.io'].includes(host) ? 'docker.io' : host;
}

/** What went wrong, for the post step to show: clients hide it (docker) or go on without a login. */
async function log(folder: string, line: string): Promise<void> {
  const path = sessionPaths(folder).helperLog;
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  ); // the first line
  if (size < LOG_LIMIT) await appendFile(path, `${line}\n`, { mode: 0o600 });
}

function describe(error: unknown): string {
  return describeError(error).replace(/\s+/g, ' ').slice(0, 1_000);
}
