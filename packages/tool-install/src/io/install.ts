import { ActionError, findProgram, runChecked } from '@go-actions/action-kit';
import { type GoVersion, parseGoVersion } from '@go-actions/go-project';
import type { GivenTool, InstalledTool, InstallRequest } from '../request.ts';
import { buildToolchain, explainMisfit, goMinor, toolFolder } from '../tool-key.ts';
import { goInstall } from './go-install.ts';
import { downloadRelease } from './release-archive.ts';
import { findCached, storeTool } from './tool-cache.ts';
import { readToolInfo } from './tool-info.ts';

/** The program of that name on PATH. Looking needs no other fact, so it can run beside the search for the others. */
export async function findOnPath(name: string): Promise<GivenTool | undefined> {
  const path = findProgram(name);
  return path === undefined ? undefined : inspect(path);
}

/**
 * Finds or makes a program at exactly the asked version, built with a Go that is new enough for the modules: the tool
 * cache, PATH, what an earlier job left, the release archive with its sha256, else `go install`, which checks the checksum
 * database. Every step away from the first choice is told to `log`.
 */
export async function installGoTool(request: InstallRequest): Promise<InstalledTool> {
  const { name, version, log } = request;
  const root = request.toolCache ?? request.temp;
  const folder = toolFolder(name, version, request.goVersion, process.arch);

  const cached = await findCached(root, folder, name);
  const kept = cached && (await acceptLeft(request, cached, 'tool-cache'));
  if (kept && 'path' in kept) return kept;
  if (kept) log(`${name} in the tool cache is not used: ${kept.misfit}.`);

  const onPath = await (request.onPath ?? findOnPath(name));
  const given = onPath && accept(request, onPath, 'path');
  if (given && 'path' in given) return given;
  if (given) log(`${name} on PATH is not used: ${given.misfit}; ${version} is wanted.`);

  for (const { source, make } of listWays(request)) {
    let made: ReturnType<typeof accept> | undefined;
    const stored = await storeTool(root, folder, name, async (into) => {
      const problem = await make(into);
      if (problem !== undefined) return problem;
      made = await (source === 'restored' ? acceptLeft : acceptMade)(request, into, source);
      return 'path' in made ? undefined : made.misfit;
    });
    if ('path' in stored && made && 'path' in made) return { ...made, path: stored.path };
    if ('problem' in stored && stored.problem) log(`${name}: ${source} is of no use: ${stored.problem}.`);
  }
  throw new ActionError(`${name} ${version} cannot be used for modules of ${goMinor(request.goVersion)}.`, {
    remedy: 'Ask for a newer version of it, or for an older Go.',
  });
}

type Source = InstalledTool['source'];

/** Ways to make the program, quickest first; each returns why it could not, empty when that needs no word. */
function listWays(
  request: InstallRequest,
): { source: Source; make: (into: string) => Promise<string | undefined> }[] {
  const { restore, release, name } = request;
  return [
    ...(restore
      ? [
          {
            source: 'restored' as const,
            make: async (into: string) => ((await restore(into)) ? undefined : ''),
          },
        ]
      : []),
    ...(release
      ? [
          {
            source: 'release' as const,
            make: (into: string) => downloadRelease(release, into, name, request),
          },
        ]
      : []),
    {
      source: 'go-install',
      make: async (into) =>
        goInstall(request, buildToolchain(request.goVersion, await readLocalGo(request.temp)), into),
    },
  ];
}

const inspect = async (path: string): Promise<GivenTool> => ({ path, info: await readToolInfo(path) });

function accept(
  request: InstallRequest,
  { path, info }: GivenTool,
  source: Source,
): InstalledTool | { misfit: string } {
  const misfit = explainMisfit(info, request);
  if (misfit !== undefined || !info) return { misfit: misfit ?? 'it carries no Go build information' };
  return { path, version: request.version, goVersion: info.goVersion, source };
}

/** A program that an earlier job left: it needs more than its own word. */
async function acceptLeft(request: InstallRequest, path: string, source: Source) {
  const misfit = await request.distrust?.(path);
  return misfit === undefined ? acceptMade(request, path, source) : { misfit };
}

const acceptMade = async (request: InstallRequest, path: string, source: Source) =>
  accept(request, await inspect(path), source);

/** The Go that is installed here, whatever the job's GOTOOLCHAIN switches to. */
async function readLocalGo(cwd: string): Promise<GoVersion> {
  const env = { GOTOOLCHAIN: 'local', GOFLAGS: '' };
  return parseGoVersion((await runChecked('go', ['env', 'GOVERSION'], { cwd, env })).stdout.trim());
}
