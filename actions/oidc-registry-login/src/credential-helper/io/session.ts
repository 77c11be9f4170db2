import { chmod, mkdir, mkdtemp, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import type { Edit } from '../../docker-config/config.ts';
import { readText, writePrivate } from '../../docker-config/io/private-file.ts';
import type { Credential } from '../../providers/provider.ts';
import type { RegistryEntry } from '../../registries/entries.ts';

/** What outlives the main step in the private folder; all of it is readable by its owner only. */
export type Session = {
  readonly entries: readonly RegistryEntry[];
  readonly actor: string;
  /** Where an existing config was edited: what was written there, and what leads back. */
  readonly edited?: {
    readonly path: string;
    readonly written: readonly Edit[];
    readonly before: readonly Edit[];
  };
};

/** A credential as the helper keeps it. */
export type CachedCredential = Credential & {
  readonly registry: string;
  readonly obtainedAt: number;
  /** Whether the helper may exchange anew; otherwise it hands out what main got, as long as that lives. */
  readonly renewable: boolean;
};

/** The folders of a session: `docker/` is the config that clients see, the rest is ours. */
export function sessionPaths(folder: string) {
  return {
    docker: join(folder, 'docker'),
    config: join(folder, 'docker', 'config.json'),
    bin: join(folder, 'bin'),
    session: join(folder, 'session.json'),
    credentials: join(folder, 'credentials'),
    issued: join(folder, 'issued'),
    helperLog: join(folder, 'helper.log'),
    /** Written by main when it writes nothing any more. */
    concluded: join(folder, 'concluded'),
    /** Beside the folder, as it outlives it: written by post when main may still be running. */
    ended: `${folder}.ended`,
  };
}

/** A new private folder (0700) in the runner's temp folder. */
export async function createSession(temp: string): Promise<string> {
  const folder = await mkdtemp(join(temp, 'oidc-registry-login-')).catch((cause) => {
    throw new ActionError(`${temp} (RUNNER_TEMP) cannot hold the credentials.`, { cause });
  });
  await chmod(folder, 0o700); // whatever the umask is
  const paths = sessionPaths(folder);
  for (const dir of [paths.docker, paths.bin, paths.credentials, paths.issued])
    await mkdir(dir, { mode: 0o700 });
  return folder;
}

/**
 * Whether post has run already. A job container does not get the signals of a cancelled job: main may work on beside its own
 * post, and what it would write then stays for ever.
 */
export async function hasEnded(folder: string): Promise<boolean> {
  return exists(sessionPaths(folder).ended);
}

/** Called by post before it takes anything away: main may be in the middle of writing. */
export async function announceEnd(folder: string): Promise<void> {
  const { concluded, ended } = sessionPaths(folder);
  if (!(await exists(concluded))) await writeFile(ended, '', { mode: 0o600 });
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false, // not there
  );
}

/**
 * Links everything else of the user's config folder (plugins, contexts, builders) into the private one: clients look for
 * all of it under DOCKER_CONFIG.
 */
export async function linkUserFolder(userFolder: string, folder: string): Promise<void> {
  const entries = await readdir(userFolder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []; // this user has no docker config
    throw error;
  });
  for (const entry of entries.filter(({ name }) => !name.startsWith('config.json'))) {
    await symlink(
      join(userFolder, entry.name),
      join(sessionPaths(folder).docker, entry.name),
      entry.isFile() ? 'file' : 'junction',
    );
  }
}

export async function writeSession(folder: string, session: Session): Promise<void> {
  await writePrivate(sessionPaths(folder).session, JSON.stringify(session));
}

export async function readSession(folder: string): Promise<Session | undefined> {
  const path = sessionPaths(folder).session;
  const text = await readText(path);
  return text === undefined ? undefined : parseOwn<Session>(path, text);
}

export async function writeCached(folder: string, cached: CachedCredential): Promise<void> {
  await writePrivate(cachePath(folder, cached.registry), JSON.stringify(cached));
}

export async function readCached(folder: string, registry: string): Promise<CachedCredential | undefined> {
  const path = cachePath(folder, registry);
  const text = await readText(path);
  return text === undefined ? undefined : parseOwn<CachedCredential>(path, text);
}

/** What we wrote ourselves; somebody may have changed it. */
function parseOwn<T>(path: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ActionError(`${path} is damaged.`); // without the cause, which quotes the file
  }
}

/** Every credential that clients may get. */
export async function readAllCached(folder: string): Promise<CachedCredential[]> {
  const names = await readdir(sessionPaths(folder).credentials).catch(() => []); // main did not get that far
  const cached = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readCached(folder, decodeURIComponent(name.slice(0, -5)))),
  );
  return cached.flatMap((credential) => credential ?? []);
}

/** One file for each registry, so that clients asking for several do not wait for each other. */
export function cachePath(folder: string, registry: string): string {
  return join(sessionPaths(folder).credentials, `${encodeURIComponent(registry)}.json`);
}
