import { createHash } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, fetchHttp, fetchJson, formatBytes, info } from '@go-actions/action-kit';
import { unpackArchive } from '@go-actions/tool-install';
import { goos, parseReleaseIndex, type ReleaseArchive, type ReleaseIndex } from '../releases.ts';
import type { GoRequest } from '../request.ts';
import { toSemver } from '../version.ts';
import { readToolchain, type Toolchain } from './tool-cache.ts';

export const OFFICIAL = 'https://go.dev/dl';
const MAX_INDEX = 32 * 1024 * 1024;
const MAX_ARCHIVE = 1024 * 1024 * 1024;
const RETRY = { attempts: 3, baseMs: 500, budgetMs: 20_000 } as const;

/** The list of releases; a mirror that has none is read with the official list, since that holds the hashes. */
export async function fetchReleaseIndex({
  downloadBase: base,
  token,
  architecture,
  signal,
}: GoRequest): Promise<ReleaseIndex> {
  const read = async (from: string) => {
    const url = `${from.replace(/\/+$/, '')}/?mode=json&include=all`;
    const json = await fetchJson<unknown>({
      url,
      headers: authorize(from, token),
      followRedirects: true,
      maxBytes: MAX_INDEX,
      retry: RETRY,
      signal,
    });
    return parseReleaseIndex(json, goos(process.platform), architecture.go);
  };
  if (base === OFFICIAL) return read(OFFICIAL);
  if (isReadableByOthers(base)) {
    info('The mirror is reached without TLS, so the hashes are taken from go.dev.');
    return read(OFFICIAL);
  }
  try {
    return await read(base);
  } catch (error) {
    signal.throwIfAborted();
    info('The mirror has no list of releases; the hashes are taken from go.dev.');
    return read(OFFICIAL).catch(() => {
      throw error;
    });
  }
}

/** Over plain HTTP to another machine, anybody between could replace an archive together with its hash. */
function isReadableByOthers(base: string): boolean {
  const { protocol, hostname } = new URL(base);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The token is for a mirror alone (as actions/setup-go has it); the HTTP client drops it on a redirect to another host. */
function authorize(base: string, token: string | undefined): Record<string, string> {
  return token && base !== OFFICIAL ? { authorization: `token ${token}` } : {};
}

/** Downloads one archive, compares its sha256 with the index, and unpacks it into the tool cache. */
export async function downloadRelease(
  version: string,
  archive: ReleaseArchive,
  request: GoRequest,
): Promise<Toolchain> {
  const { downloadBase, token, toolCache, temp, architecture, signal } = request;
  info(`Downloading ${version} (${formatBytes(archive.size)}) ...`);
  const url = `${downloadBase.replace(/\/+$/, '')}/${archive.filename}`;
  const response = await fetchHttp({
    url,
    headers: authorize(downloadBase, token),
    followRedirects: true,
    maxBytes: MAX_ARCHIVE,
    retry: RETRY,
    timeoutMs: 60_000,
    signal,
  });
  if (response.status !== 200)
    throw new ActionError(`${archive.filename}: the download server answered ${response.status}.`);
  const digest = createHash('sha256').update(response.body).digest('hex');
  if (digest !== archive.sha256) {
    throw new ActionError(`${archive.filename} has sha256 ${digest}, but the index says ${archive.sha256}.`, {
      remedy: 'Nothing of it was unpacked. Check `go-download-base-url`.',
    });
  }
  const goroot = join(toolCache ?? temp, 'go', toSemver(version) ?? version, architecture.toolCache);
  const scratch = `${goroot}.${process.pid}.tmp`;
  await mkdir(scratch, { recursive: true });
  try {
    const file = join(scratch, archive.filename);
    await writeFile(file, response.body);
    await unpackArchive(file, scratch, { signal });
    const unpacked = join(scratch, 'go');
    if (readToolchain(unpacked)?.version !== version)
      throw new ActionError(`${archive.filename} does not hold ${version}.`);
    settle(unpacked, goroot);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { goroot, version };
}

/**
 * Moves an unpacked Go to its place in the tool cache as a whole. Two jobs of one machine may do so at once: one that is complete
 * already is in use, and stays; what an interrupted job has left goes. All in one breath, so that the other job hardly ever finds
 * a Go without its mark, which it would take for such a leftover.
 */
function settle(unpacked: string, goroot: string): void {
  const mark = `${goroot}.complete`;
  if (existsSync(goroot) && existsSync(mark)) return;
  const torn = `${unpacked}.old`;
  if (existsSync(goroot)) tolerate(['ENOENT'], () => renameSync(goroot, torn));
  tolerate(['EEXIST', 'ENOTEMPTY', 'EPERM'], () => renameSync(unpacked, goroot)); // the other job was faster: its Go is whole, too
  writeFileSync(mark, '');
}

function tolerate(codes: readonly string[], change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
