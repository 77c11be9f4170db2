import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeError, digest, fetchHttp, type HttpResponse } from '@go-actions/action-kit';
import { findChecksum } from '../checksums.ts';
import type { ReleaseSource } from '../release.ts';
import { unpackArchive } from './unpack.ts';

const ARCHIVE_LIMIT = 200 * 1024 * 1024;
const RETRY = { attempts: 2, baseMs: 500, budgetMs: 20_000 };

/**
 * Downloads a release archive, compares its sha256 and unpacks the program to `into`. Returns a sentence when there is
 * none to be had (no network, no such file, no sum); throws nothing: the caller has another way.
 */
export async function downloadRelease(
  release: ReleaseSource,
  into: string,
  name: string,
  options: { version: string; log: (line: string) => void },
): Promise<string | undefined> {
  try {
    const sum =
      release.sha256 ??
      findChecksum((await get(release, release.checksums)).body.toString('utf8'), release.archive);
    if (!sum) return `${release.checksums} has no line for ${release.archive}`;
    options.log(`Downloading ${release.archive} ...`);
    const archive = (await get(release, release.archive)).body;
    const found = digest(archive);
    if (found !== sum) return `the sha256 of ${release.archive} is ${found}, and ${sum} was expected`;
    await unpack(archive, release, into);
    options.log(`Took ${name} ${options.version} from its release; its sha256 fits.`);
    return undefined;
  } catch (error) {
    return describeError(error).replaceAll('\n', ' ').replace(/\.$/, '');
  }
}

async function get(release: ReleaseSource, file: string): Promise<HttpResponse> {
  const url = `${release.folder}/${file}`;
  const response = await fetchHttp({
    url,
    followRedirects: true,
    retry: RETRY,
    maxBytes: ARCHIVE_LIMIT,
    timeoutMs: 20_000,
  });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return response;
}

async function unpack(archive: Buffer, release: ReleaseSource, into: string): Promise<void> {
  const scratch = await mkdtemp(join(dirname(into), 'unpack-'));
  try {
    await writeFile(join(scratch, release.archive), archive);
    await unpackArchive(join(scratch, release.archive), scratch, { members: [release.member] });
    await rename(join(scratch, release.member), into);
    await chmod(into, 0o755);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
