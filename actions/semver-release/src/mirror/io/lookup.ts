import { fetchHttp } from '@go-actions/action-kit';
import { readGoEnv } from '@go-actions/go-project';
import { chooseMirror, escapeModule, judgeMirror, type MirrorFact, matchesPrivate } from '../mirror.ts';

export type MirrorQuestion = {
  readonly module: string;
  /** With `v`. */
  readonly version: string;
  readonly commit: string;
};

const TIMEOUT_MS = 5_000;
const LARGEST_ANSWER = 4 * 1024 * 1024;

/** The mirror that may know a module by the go command's own settings; a private module is never named to it. */
export async function findMirror(
  dir: string,
  module: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { GOPROXY = '', GONOPROXY = '' } = await readGoEnv(dir, ['GOPROXY', 'GONOPROXY'], env);
  return matchesPrivate(GONOPROXY, module) ? undefined : chooseMirror(GOPROXY);
}

/**
 * Asks the mirror whether it has a version. The list comes first: a mirror that is asked for a version before its tag exists
 * remembers for half an hour that there is none.
 */
export async function askMirror(
  mirror: string | undefined,
  { module, version, commit }: MirrorQuestion,
): Promise<MirrorFact> {
  if (mirror === undefined) return { state: 'free' };
  const address = `${mirror}/${escapeModule(module)}/@v`;
  const unknown: MirrorFact = {
    state: 'unknown',
    reason: `Whether ${module}@${version} was published before is unknown: ${new URL(mirror).host} gave no answer.`,
  };
  const list = await get(`${address}/list`);
  if (list === 'none') return { state: 'free' };
  if (list === undefined) return unknown;
  if (!list.split(/\s+/).includes(version)) return { state: 'free' };
  const info = await get(`${address}/${escapeModule(version)}.info`);
  if (info === undefined || info === 'none') return unknown;
  return judgeMirror(`${module}@${version}`, commit, parse(info));
}

/** Lets the mirror fetch a version that was just published, as `go get` of the first user would; says whether it has it. */
export async function primeMirror(mirror: string, { module, version }: MirrorQuestion): Promise<boolean> {
  const info = await get(`${mirror}/${escapeModule(module)}/@v/${escapeModule(version)}.info`, 10_000);
  return info !== undefined && info !== 'none';
}

/** The body; `none` when the mirror says that there is nothing; `undefined` when it could not be asked. */
async function get(url: string, timeoutMs = TIMEOUT_MS): Promise<string | undefined> {
  try {
    const response = await fetchHttp({
      url,
      timeoutMs,
      maxBytes: LARGEST_ANSWER,
      retry: false,
      followRedirects: true,
    });
    if (response.status === 404 || response.status === 410) return 'none';
    return response.status === 200 ? response.body.toString('utf8') : undefined;
  } catch {
    return undefined; // no network, no such host, too slow: a fact that is unknown
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: no origin
  }
}
