import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DockerConfig, type Edit, type Ended, parseConfig, revertEdits } from '../config.ts';
import { EDIT_LOCK, withLock } from './lock.ts';
import { readText, refuseSymlink, writePrivate } from './private-file.ts';

/** A config file, `{}` when there is none; one that is no JSON object is an error. */
export async function readConfig(path: string): Promise<DockerConfig> {
  return parseConfig((await readText(path)) ?? '', path);
}

/** Reads, changes and replaces a config while no other of our processes does. */
export async function editConfig(
  path: string,
  edit: (config: DockerConfig) => Promise<DockerConfig>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await refuseSymlink(dirname(path));
  await withLock(`${path}.lock`, EDIT_LOCK, async () => {
    await refuseSymlink(path);
    await writePrivate(path, `${JSON.stringify(await edit(await readConfig(path)), null, 2)}\n`);
  });
}

/** Takes back the edits of a login that ends; what concerns a later login is kept beside the config until that one ends. */
export async function restoreConfig(
  path: string,
  edits: { written: readonly Edit[]; before: readonly Edit[] },
): Promise<void> {
  const chain = `${path}.oidc-registry-login`;
  await editConfig(path, async (config) => {
    const reverted = revertEdits(config, edits, (await readConfig(chain)) as Ended, Date.now());
    if (Object.keys(reverted.ended).length > 0) await writePrivate(chain, JSON.stringify(reverted.ended));
    else await rm(chain, { force: true });
    return reverted.config;
  });
}
