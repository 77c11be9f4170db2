import { ActionError, describeError, info } from '@go-actions/action-kit';
import type { GoRequest } from '../request.ts';
import { chooseRelease, nearestReleases, parseVersionRequest, satisfies, toSemver } from '../version.ts';
import { downloadRelease, fetchReleaseIndex } from './download.ts';
import { fetchFromProxy, listProxyVersions } from './proxy.ts';
import { findOnPath, listToolCache, type Toolchain } from './tool-cache.ts';

export type Installed = Toolchain & { readonly source: 'tool-cache' | 'path' | 'download' | 'module-proxy' };

/**
 * Finds or installs the Go that was asked for: the tool cache, a `go` on PATH, the download index with its sha256, and last
 * the toolchain module through an existing `go`, which asks the checksum database. Throws one ActionError that says what was
 * tried and which versions are near.
 */
export async function installGo(request: GoRequest): Promise<Installed> {
  const local = findLocal(request);
  const wanted = request.wanted;
  if (!wanted) {
    const found = local.onPath ?? local.cached.at(-1);
    if (found) return { ...found, source: found === local.onPath ? 'path' : 'tool-cache' };
  }
  const text = wanted?.text ?? 'stable';
  const named = typeof parseVersionRequest(text) === 'string';
  if (!named && !request.checkLatest) {
    const found = pickLocal(local, (version) => satisfies(version, text));
    if (found) return found;
  }
  return download(request, text, local);
}

type Local = { readonly cached: readonly Toolchain[]; readonly onPath: Toolchain | undefined };

function findLocal({ toolCache, architecture, path }: GoRequest): Local {
  return { cached: listToolCache(toolCache, architecture), onPath: findOnPath(path, architecture) };
}

function pickLocal({ cached, onPath }: Local, fits: (version: string) => boolean): Installed | undefined {
  const best = chooseRelease(cached.map(({ version }) => version).filter(fits), '>=0.0.0-0');
  const found = cached.find(({ version }) => version === best);
  if (found) return { ...found, source: 'tool-cache' };
  return onPath && fits(onPath.version) ? { ...onPath, source: 'path' } : undefined;
}

async function download(request: GoRequest, text: string, local: Local): Promise<Installed> {
  const problems: string[] = [];
  const releases = new Set<string>();
  try {
    const index = await fetchReleaseIndex(request);
    for (const release of index.keys()) releases.add(release);
    const release = chooseRelease([...index.keys()], text);
    const present = release && pickLocal(local, (version) => version === release);
    if (present) return present;
    const archive = release && index.get(release);
    if (archive) return { ...(await downloadRelease(release, archive, request)), source: 'download' };
    problems.push(`the download index has no ${text} for this platform`);
  } catch (error) {
    request.signal.throwIfAborted();
    problems.push(`the download index: ${firstLine(error)}`);
  }
  if (local.onPath) {
    info(`Asking the module proxy, since ${problems.at(-1)}`);
    try {
      const versions = await listProxyVersions(local.onPath, request);
      for (const version of versions) releases.add(version);
      const version = chooseRelease(versions, text) ?? exactName(text);
      const present = version && pickLocal(local, (name) => name === version);
      if (present) return present;
      if (version)
        return { ...(await fetchFromProxy(local.onPath, version, request)), source: 'module-proxy' };
      problems.push(`the module proxy has no ${text}`);
    } catch (error) {
      request.signal.throwIfAborted();
      problems.push(`the module proxy: ${firstLine(error)}`);
    }
  }
  const last = request.checkLatest ? pickLocal(local, (version) => isFit(version, text)) : undefined;
  if (last) return last;
  const near = nearestReleases([...releases], text);
  throw new ActionError(
    `Go ${text} (from ${request.wanted?.from ?? 'no version file'}) cannot be installed: ${problems.join('; ')}.`,
    {
      remedy:
        near.length > 0
          ? `The nearest versions are ${near.join(', ')}.`
          : 'Check the version, and whether go.dev or `go-download-base-url` can be reached from this runner.',
    },
  );
}

function isFit(version: string, text: string): boolean {
  return typeof parseVersionRequest(text) === 'string' || satisfies(version, text);
}

/** A full version can be asked for by name, without any list. */
function exactName(text: string): string | undefined {
  return /^(go)?\d+\.\d+(\.\d+|(beta|rc)\d+)$/.test(text) && toSemver(text)
    ? `go${text.replace(/^go/, '')}`
    : undefined;
}

function firstLine(error: unknown): string {
  return describeError(error).split('\n').slice(0, 3).join(' ').replace(/\.$/, '');
}
