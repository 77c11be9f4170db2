import { createHash } from 'node:crypto';
import { ActionError, basicAuth } from '@go-actions/action-kit';
import type { Credential } from '../providers/provider.ts';

/** A docker `config.json`; what we do not know in it is carried along untouched. */
export type DockerConfig = Readonly<Record<string, unknown>>;

/** One key to set, or to remove where `value` is `undefined`. */
export type Edit = {
  readonly section: 'auths' | 'credHelpers';
  readonly key: string;
  readonly value: unknown;
};

/** Parses a config; an empty file counts as `{}`, anything else that is no JSON object is an error that names the file. */
export function parseConfig(text: string, path: string): DockerConfig {
  if (text.trim() === '') return {};
  const remedy = 'Repair or remove the file; it has not been touched.';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Without the cause: V8's message quotes the file, and there may be secrets in it.
    throw new ActionError(`${path} is no JSON.`, { remedy });
  }
  if (isSection(parsed)) return parsed;
  throw new ActionError(`${path} holds no JSON object.`, { remedy });
}

/** The keys under which clients look for a registry; for Docker Hub they do not agree (go-containerregistry, pkg/authn). */
export function authKeys(registry: string): string[] {
  return registry === 'docker.io' ? ['https://index.docker.io/v1/', 'docker.io'] : [registry];
}

/**
 * The config of a private folder: the user's docker config, with the logins of podman's auth file that it does not have. Its
 * credential store and helpers stay in charge of all hosts that this login does not name.
 */
export function seedConfig(docker: DockerConfig, containers: DockerConfig = {}): DockerConfig {
  const auths = { ...sectionOf(containers, 'auths'), ...sectionOf(docker, 'auths') };
  const credHelpers = { ...sectionOf(containers, 'credHelpers'), ...sectionOf(docker, 'credHelpers') };
  return { ...docker, auths, ...(Object.keys(credHelpers).length > 0 && { credHelpers }) };
}

/**
 * Whether clients would ask somebody else for a registry: docker asks `credHelpers[host]`, else `credsStore`, and looks into
 * `auths` only when there is neither (docker/cli, configfile.GetCredentialsStore).
 */
export function hasOtherHelper(config: DockerConfig, registry: string): boolean {
  const helpers = sectionOf(config, 'credHelpers');
  return Boolean(config.credsStore) || authKeys(registry).some((key) => Object.hasOwn(helpers, key));
}

/**
 * The registries that docker would not ask its config for: what DOCKER_AUTH_CONFIG holds goes before all files (docker/cli 28.3,
 * cli/config/configfile). docker itself ignores a value that is no JSON.
 */
export function listOverridden(variable: string, registries: readonly string[]): string[] {
  try {
    const auths = sectionOf(parseConfig(variable, 'DOCKER_AUTH_CONFIG'), 'auths');
    return registries.filter((registry) => authKeys(registry).some((key) => Object.hasOwn(auths, key)));
  } catch {
    return []; // as docker does
  }
}

/**
 * What a login changes: both the helper and the password are written, as a few clients know no helpers, and docker takes the
 * password where it does not find the helper. Without a helper of ours there must be no other one, which would win.
 */
export function planEdits(
  registry: string,
  { username, secret }: Credential,
  helper: string | undefined,
): Edit[] {
  return authKeys(registry).flatMap((key): Edit[] => [
    { section: 'auths', key, value: { auth: basicAuth(username, secret) } },
    { section: 'credHelpers', key, value: helper },
  ]);
}

/** The edited config, the edits that changed something, and those that lead back. */
export function applyEdits(
  config: DockerConfig,
  edits: readonly Edit[],
): { config: DockerConfig; written: Edit[]; before: Edit[] } {
  const earlier = (edit: Edit): Edit => ({ ...edit, value: storedValue(config, edit.section, edit.key) });
  const written = edits.filter((edit) => digest(edit) !== digest(earlier(edit)));
  return { config: written.reduce(applyEdit, config), written, before: written.map(earlier) };
}

/**
 * What was there before logins that have ended while a later one stood in their place: by the digest of what they wrote.
 * `before` of the later login is then a credential of the past, and this says what to restore instead.
 */
export type Ended = Readonly<Record<string, { readonly earlier: Edit; readonly at: number }>>;

/** No job runs longer (GitHub ends self-hosted ones after five days): what is older belongs to nobody. */
const LONGEST_JOB_MS = 5 * 24 * 3_600_000;

/**
 * Takes back only what is still as we wrote it: another login that came later stays, and finds in `ended` what to restore
 * when it ends itself.
 */
export function revertEdits(
  config: DockerConfig,
  { written, before }: { written: readonly Edit[]; before: readonly Edit[] },
  past: Ended,
  now: number,
): { config: DockerConfig; ended: Ended } {
  const ended = new Map(Object.entries(past).filter(([, { at }]) => now - at < LONGEST_JOB_MS));
  let reverted = config;
  for (const [index, edit] of written.entries()) {
    let earlier = before[index] ?? { ...edit, value: undefined };
    const isOurs = digest({ ...edit, value: storedValue(reverted, edit.section, edit.key) }) === digest(edit);
    if (!isOurs) {
      ended.set(digest(edit), { earlier, at: now });
      continue;
    }
    for (let link = ended.get(digest(earlier)); link; link = ended.get(digest(earlier))) {
      ended.delete(digest(earlier));
      earlier = link.earlier;
    }
    reverted = applyEdit(reverted, earlier);
  }
  return { config: reverted, ended: Object.fromEntries(ended) };
}

function digest({ section, key, value }: Edit): string {
  return createHash('sha256')
    .update(JSON.stringify([section, key, value ?? null]))
    .digest('hex');
}

function applyEdit(config: DockerConfig, { section, key, value }: Edit): DockerConfig {
  const { [key]: _old, ...others } = sectionOf(config, section);
  const changed = value === undefined ? others : { ...others, [key]: value };
  const { [section]: _section, ...rest } = config;
  return Object.keys(changed).length === 0 && (value === undefined || section === 'credHelpers')
    ? rest
    : { ...config, [section]: changed };
}

function storedValue(config: DockerConfig, section: Edit['section'], key: string): unknown {
  const entries = sectionOf(config, section);
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}

function sectionOf(config: DockerConfig, section: Edit['section']): Record<string, unknown> {
  const value = config[section];
  return isSection(value) ? value : {};
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
