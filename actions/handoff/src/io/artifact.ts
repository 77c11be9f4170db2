import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact, ArtifactClient } from '@actions/artifact';
import { ActionError, within } from '@go-actions/action-kit';

/** What helps when an artifact is not there. */
export const MISSING =
  'Let this job `needs` the one that puts it. Where only failed jobs were run again, re-run all jobs: the artifacts of earlier attempts are not always found.';

/** Uploads everything in a folder as one artifact. */
export async function upload(name: string, folder: string, retentionDays: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  await translated(
    `${name} could not be stored`,
    (client) => client.uploadArtifact(name, paths, folder, { retentionDays }),
    bytes,
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
  await translated(
    `${artifact.name} could not be fetched`,
    (client) => client.downloadArtifact(artifact.id, { path: folder, skipDecompress: true }),
    artifact.size,
  );
  const [file] = await readdir(folder);
  if (!file) throw new ActionError(`${artifact.name} could not be fetched: nothing arrived.`);
  return join(folder, file);
}

/** For the requests about an artifact, all attempts included; what it holds may go at 64 kB a second. */
const REQUESTS_MS = 120_000;
const BYTES_PER_MS = 64;
const MOST_BYTES = 4 * 1024 ** 3;

/**
 * The client throws plain errors; each becomes one that names the artifact. It waits for ever for a service that drips, so that
 * the limit is ours. Its library, which is most of this action's code, is loaded by the first use. The remark keeps it in the
 * one file that a bundle is.
 */
async function translated<T>(
  failure: string,
  body: (client: ArtifactClient) => Promise<T>,
  bytes = 0,
): Promise<T> {
  const limit = REQUESTS_MS + Math.min(Math.max(bytes || 0, 0), MOST_BYTES) / BYTES_PER_MS;
  const library = await import(/* webpackMode: "eager" */ '@actions/artifact');
  try {
    return await within(limit, body(new library.DefaultArtifactClient()));
  } catch (cause) {
    if (cause instanceof library.GHESNotSupportedError) {
      throw new ActionError('This server has no artifact service of version 4.', {
        remedy: 'Handoff works on github.com and *.ghe.com.',
      });
    }
    if (cause instanceof library.ArtifactNotFoundError) {
      throw new ActionError(`${failure}: there is none of that name in this run.`, {
        remedy: MISSING,
      });
    }
    if (/\b409\b|already exists/i.test(String((cause as Error).message))) {
      throw new ActionError(`${failure}: this run has an artifact of that name already.`, {
        remedy:
          'Names must be unique within the run. Where a job or a reusable workflow runs twice, tell its calls apart (`name: binaries-${{ matrix.os }}`); where only failed jobs were run again, re-run all jobs.',
      });
    }
    throw new ActionError(`${failure}.`, {
      remedy: 'Run the job again; where that does not help, re-run all jobs.',
      cause,
    });
  }
}
