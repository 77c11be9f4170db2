import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, addPath, exportVariable, mask, saveState, setOutputs } from '@go-actions/action-kit';
import { installHelper } from '../../credential-helper/io/launcher.ts';
import {
  createSession,
  hasEnded,
  linkUserFolder,
  sessionPaths,
  writeCached,
  writeSession,
} from '../../credential-helper/io/session.ts';
import type { Inputs } from '../../inputs.ts';
import { firstExpiry, type Login } from '../../registries/attempt.ts';
import { type SavedState, STATE } from '../../state.ts';
import {
  applyEdits,
  type DockerConfig,
  type Edit,
  hasOtherHelper,
  planEdits,
  seedConfig,
} from '../config.ts';
import { renderPullSecret } from '../pull-secret.ts';
import { editConfig, readConfig } from './config-file.ts';
import { writePrivate } from './private-file.ts';

/** The logins that this user has already: read before anything is exchanged, because a broken file is an error. */
export async function readUserConfig(user: Inputs['user']): Promise<DockerConfig> {
  const docker = await readConfig(join(user.dockerFolder, 'config.json'));
  return seedConfig(docker, user.containersFile ? await readConfig(user.containersFile) : {});
}

/** Makes the folder that all credentials are in, and saves how to take them away: before there is any. */
export async function prepare(
  { user, isolate, pullSecret }: Pick<Inputs, 'user' | 'isolate' | 'pullSecret'>,
  temp: string,
): Promise<SavedState> {
  if (pullSecret) await refuseFolder(pullSecret.path);
  const folder = await createSession(temp);
  const environment = {
    REGISTRY_AUTH_FILE: user.authFile ?? null,
    ...(isolate && { DOCKER_CONFIG: user.dockerConfig ?? null }),
  };
  const edited = isolate ? undefined : join(user.dockerFolder, 'config.json');
  const state: SavedState = { folder, pullSecret: pullSecret?.path, edited, environment, issued: [] };
  saveState(STATE, state);
  return state;
}

async function refuseFolder(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined); // not there yet
  if (stats && !stats.isFile())
    throw new ActionError(`\`pull-secret-file\` is ${path}, which is there and is not a regular file.`);
}

/** Makes the credentials available to the later steps. */
export async function install(
  folder: string,
  logins: readonly Login[],
  {
    inputs,
    userConfig,
    actor,
    now,
  }: { inputs: Inputs; userConfig: DockerConfig; actor: string; now: number },
): Promise<void> {
  const { user, isolate, pullSecret, refresh } = inputs;
  await refuseAfterEnd(folder);
  const isKept = logins.some(({ registry }) => hasOtherHelper(userConfig, registry));
  const helper = refresh || isKept ? await installHelper(folder, process.argv[1] ?? '') : undefined;
  const session = { entries: logins.map(({ entry }) => entry), actor };
  const configPath = isolate ? sessionPaths(folder).config : join(user.dockerFolder, 'config.json');
  await writeSession(folder, session);
  for (const { registry, credential } of logins)
    await writeCached(folder, { ...credential, registry, obtainedAt: now, renewable: refresh });
  if (isolate) {
    await linkUserFolder(user.dockerFolder, folder);
    await writePrivate(configPath, JSON.stringify(userConfig));
    await edit(configPath, logins, helper);
  } else {
    // The way back is written down before the config changes, inside the lock that the change holds.
    await edit(configPath, logins, helper, async (written, before) => {
      await writeSession(folder, { ...session, edited: { path: configPath, written, before } });
      await refuseAfterEnd(folder);
    });
  }
  if (pullSecret) await writePullSecret(logins, pullSecret);
  await writePrivate(sessionPaths(folder).concluded, '');
  await refuseAfterEnd(folder);

  if (helper) addPath(sessionPaths(folder).bin);
  if (isolate) exportVariable('DOCKER_CONFIG', sessionPaths(folder).docker);
  exportVariable('REGISTRY_AUTH_FILE', configPath);
  publish(logins, inputs, configPath);
}

async function refuseAfterEnd(folder: string): Promise<void> {
  if (await hasEnded(folder)) throw new ActionError('The job has ended, and its post step has run already.');
}

async function edit(
  path: string,
  logins: readonly Login[],
  helper: string | undefined,
  note: (written: readonly Edit[], before: readonly Edit[]) => Promise<void> = async () => undefined,
): Promise<void> {
  await editConfig(path, async (config) => {
    const edits = logins.flatMap(({ registry, credential }) => planEdits(registry, credential, helper));
    const edited = applyEdits(config, edits);
    await note(edited.written, edited.before);
    return edited.config;
  });
}

async function writePullSecret(
  logins: readonly Login[],
  options: NonNullable<Inputs['pullSecret']>,
): Promise<void> {
  const { json, data } = renderPullSecret(options, logins, firstExpiry(logins));
  mask(data);
  await rm(options.path, { force: true });
  await writePrivate(options.path, json);
}

function publish(logins: readonly Login[], inputs: Inputs, configPath: string): void {
  const time = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  const registries = logins.map(({ entry, credential }) => ({
    registry: entry.registry,
    provider: entry.provider,
    username: credential.username,
    'expires-at': time(credential.expiresAt),
  }));
  const [only] = logins;
  setOutputs({
    'config-dir': configPath.slice(0, -'/config.json'.length),
    registries,
    'expires-at': time(firstExpiry(logins)) ?? '',
    'pull-secret-file': inputs.pullSecret?.path ?? '',
    username: inputs.exposeCredentials ? only?.credential.username : '',
    password: inputs.exposeCredentials ? only?.credential.secret : '',
  });
}
