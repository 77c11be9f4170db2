import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact, ArtifactClient } from '@actions/artifact';
import { ActionError } from '@go-actions/action-kit';

/** Uploads the files of a folder as one artifact. */
export async function upload(
  name: string,
  folder: string,
  files: readonly string[],
  retentionDays: number,
): Promise<void> {
  const paths = files.map((file) => join(folder, file));
  await translated(`${name} could not be stored`, (client) =>
    client.uploadArtifact(name, paths, folder, { retentionDays }),
  );
}

/** The newest artifact of each name that fits, sorted by name. A star at the end fits the rest of a name. */
export async function findArtifacts(wanted: string): Promise<Artifact[]> {
  const prefix = wanted.endsWith('*') ? wanted.slice(0, -1) : undefined;
  const found = await translated('The artifacts of this run could not be listed', async (client) =>
    prefix === undefined
      ? [(await client.getArtifact(wanted)).artifact]
      : (await client.listArtifacts({ latest: true })).artifacts.filter(({ name }) =>
          name.startsWith(prefix),
        ),
  );
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Downloads an artifact into an empty folder, as it is stored, and returns the file's path. */
export async function download(artifact: Artifact, folder: string): Promise<string> {
  await translated(`${artifact.name} could not be fetched`, (client) =>
    client.downloadArtifact(artifact.id, { path: folder, skipDecompress: true }),
  );
  const [file] = await readdir(folder);
  if (!file) throw new ActionError(`${artifact.name} could not be fetched: nothing arrived.`);
  return join(folder, file);
}

/**
 * The client throws plain errors; each becomes one that names the artifact. Its library, which is most of this action's code, is
 * loaded by the first use. The remark keeps it in the one file that a bundle is.
 */
async function translated<T>(failure: string, body: (client: ArtifactClient) => Promise<T>): Promise<T> {
  const library = await import(/* webpackMode: "eager" */ '@actions/artifact');
  try {
    return await body(new library.DefaultArtifactClient());
  } catch (cause) {
    if (cause instanceof library.GHESNotSupportedError) {
      throw new ActionError('This server has no artifact service of version 4.', {
        remedy: 'Handoff works on github.com and *.ghe.com.',
      });
    }
    if (cause instanceof library.ArtifactNotFoundError) {
      throw new ActionError(`${failure}: there is none of that name in this run.`, {
        remedy: 'Let this job `needs` the one that puts it.',
      });
    }
    throw new ActionError(`${failure}.`, { cause });
  }
}
