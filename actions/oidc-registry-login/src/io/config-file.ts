import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DockerConfig, parseConfig } from '../docker-config.ts';
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
