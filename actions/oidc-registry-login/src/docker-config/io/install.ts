import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addPath,
  exportVariable,
  type JobContext,
  mask,
  saveState,
  setOutputs,
} from '@go-actions/action-kit';
import { installHelper } from '../../credential-helper/io/launcher.ts';
import {
  createSession,
  linkUserFolder,
  sessionPaths,
  writeCached,
  writeSession,
} from '../../credential-helper/io/session.ts';
import type { Inputs } from '../../inputs.ts';
import { firstExpiry, type Login } from '../../registries/attempt.ts';
import { applyEdits, type DockerConfig, type Edit, planEdits, seedConfig } from '../config.ts';
import { renderPullSecret } from '../pull-secret.ts';
import { editConfig, readConfig } from './config-file.ts';
import { writePrivate } from './private-file.ts';

/** What post needs to know; names and places only. */
export type SavedState = {
  readonly folder: string;
  readonly pullSecret: string | undefined;
  /** The variables as they were before this step; `null`: not set. */
  readonly environment: Readonly<Record<string, string | null>>;
};

export const STATE = 'session';

/** The logins that this user has already: read before anything is exchanged, because a broken file is an error. */
export async function readUserConfig(user: Inputs['user']): Promise<DockerConfig> {
  const docker = await readConfig(join(user.dockerFolder, 'config.json'));
  return seedConfig(docker, user.containersFile ? await readConfig(user.containersFile) : {});
}

/** Makes the credentials available to the later steps, and saves how to take them away again. */
export async function install(
  logins: readonly Login[],
  {
    inputs,
    userConfig,
    job,
    now,
  }: { inputs: Inputs; userConfig: DockerConfig; job: JobContext; now: number },
): Promise<void> {
  const { user, isolate, pullSecret } = inputs;
  const folder = await createSession(job.temp);
  const environment = {
    REGISTRY_AUTH_FILE: user.authFile ?? null,
    ...(isolate && { DOCKER_CONFIG: user.dockerConfig ?? null }),
  };
  const state: SavedState = { folder, pullSecret: pullSecret?.path, environment };
  saveState(STATE, state); // before there is anything to take away

  const helper = inputs.refresh ? await installHelper(folder, process.argv[1] ?? '') : undefined;
  const session = { entries: logins.map(({ entry }) => entry), actor: job.actor };
  const configPath = isolate ? sessionPaths(folder).config : join(user.dockerFolder, 'config.json');
  await writeSession(folder, session);
  for (const { registry, credential } of logins) {
    const { revocation, ...rest } = credential;
    await writeCached(folder, {
      ...rest,
      registry,
      obtainedAt: now,
      revocations: revocation ? [revocation] : [],
    });
  }
  if (isolate) {
    await linkUserFolder(user.dockerFolder, folder);
    await writePrivate(configPath, JSON.stringify(userConfig));
    await edit(configPath, logins, helper);
  } else {
    // The way back is written down before the config changes, inside the lock that the change holds.
    await edit(configPath, logins, helper, (written, before) =>
      writeSession(folder, { ...session, edited: { path: configPath, written, before } }),
    );
  }
  if (pullSecret) await writePullSecret(logins, pullSecret);

  if (helper) addPath(sessionPaths(folder).bin);
  if (isolate) exportVariable('DOCKER_CONFIG', sessionPaths(folder).docker);
  exportVariable('REGISTRY_AUTH_FILE', configPath);
  publish(logins, inputs, configPath);
}

async function edit(
  path: string,
  logins: readonly Login[],
  helper: string | undefined,
  note: (written: readonly Edit[], before: readonly Edit[]) => Promise<void> = async () => undefined,
): Promise<void> {
  await editConfig(path, async (config) => {
    const edits = logins.flatMap(({ registry, credential }) =>
      planEdits(registry, credential, helper, Boolean(config.credsStore)),
    );
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
