import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ActionError, run } from '@go-actions/action-kit';
import type { CommitSource } from '@go-actions/delivery';
import { type Kustomization, readKustomization } from '../remote.ts';

const FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const MOST_FOLDERS = 1_000;
/** What was not recognised as remote cannot be fetched either: no git, and a proxy that nobody is. */
const NOWHERE = 'http://127.0.0.1:9';
const NO_NETWORK = {
  PATH: '',
  HTTP_PROXY: NOWHERE,
  HTTPS_PROXY: NOWHERE,
  http_proxy: NOWHERE,
  https_proxy: NOWHERE,
  NO_PROXY: undefined,
  no_proxy: undefined,
};

/**
 * What an overlay builds to, or what is said against it. Nothing is fetched: what it names elsewhere is refused first. That a
 * base is pinned to a full commit changes nothing: kustomize would fetch what that one names elsewhere as well, unseen.
 */
export async function buildOverlay(
  kustomize: string,
  overlay: string,
  source: CommitSource,
  signal: AbortSignal,
): Promise<{ readonly manifests: string } | { readonly problem: string }> {
  const remote = await findRemote(overlay, source);
  if (remote.length > 0)
    return {
      problem: `it takes from elsewhere what the commit does not hold: ${remote.join(', ')}; copy it into the repository (\`kustomize localize\` does that)`,
    };
  const env = { HOME: source.scratch('kustomize-home'), KUBECONFIG: '/dev/null', ...NO_NETWORK };
  const result = await run(kustomize, ['build', '--', overlay], { env, signal, timeoutMs: 5 * 60_000 });
  signal.throwIfAborted();
  if (result.code === 0 && !result.truncated) return { manifests: result.stdout };
  return { problem: result.stderr.trim().split('\n').slice(-5).join('\n').slice(0, 2_000) };
}

/** Follows an overlay to its bases and components, all of which are in the commit. */
async function findRemote(overlay: string, source: CommitSource): Promise<string[]> {
  const seen = new Set<string>();
  const queue = [overlay];
  const found: string[] = [];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const real = await realpath(folder).catch(() => undefined); // kustomize says that it is not there
    if (real === undefined || seen.has(real)) continue;
    if (!real.startsWith(source.root + sep) && real !== source.root) {
      found.push(relative(source.root, folder));
      continue;
    }
    seen.add(real);
    if (seen.size > MOST_FOLDERS)
      throw new ActionError(`An overlay goes through more than ${MOST_FOLDERS} folders.`);
    const stats = await lstat(real);
    if (!stats.isDirectory()) continue;
    for (const file of FILES) {
      const text = await readFile(join(real, file), 'utf8').catch(() => undefined); // one of the three names
      if (text === undefined) continue;
      const { remote, local } = parseKustomization(text, relative(source.root, join(real, file)));
      found.push(...remote);
      queue.push(...local.map((path) => join(real, path)));
    }
  }
  return found;
}

function parseKustomization(text: string, path: string): Kustomization {
  try {
    return readKustomization(text);
  } catch (cause) {
    throw new ActionError(`${path} cannot be read.`, { cause });
  }
}
