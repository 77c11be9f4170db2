import { ActionError, findProgram, runChecked } from '@go-actions/action-kit';
import { type GoVersion, parseGoVersion } from '@go-actions/go-project';
import type { ReleaseSource } from '../release.ts';
import { buildToolchain, explainMisfit, goMinor, toolFolder } from '../tool-key.ts';
import { readBuildInfo } from './build-info.ts';
import { goInstall } from './go-install.ts';
import { downloadRelease } from './release-archive.ts';
import { findCached, storeTool } from './tool-cache.ts';

export type InstallRequest = {
  /** The program's file name, without `.exe`. */
  readonly name: string;
  /** The import path of its main package. */
  readonly pkg: string;
  /** A full module version such as `v2.13.1`. */
  readonly version: string;
  /** The newest Go that the modules to work on use. */
  readonly goVersion: GoVersion;
  /** RUNNER_TOOL_CACHE; without it the tool goes into `temp`. */
  readonly toolCache?: string | undefined;
  readonly temp: string;
  /** A build cache for `go install` where the job's own holds archives that cannot be linked. */
  readonly gocache?: string | undefined;
  readonly log: (line: string) => void;
  /** Writes the program to `into` from where an earlier job left it; false when it is not there. */
  readonly restore?: ((into: string) => Promise<boolean>) | undefined;
  /** The tool's own release archive, tried before `go install`. */
  readonly release?: ReleaseSource | undefined;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

export type InstalledTool = {
  readonly path: string;
  readonly version: string;
  /** The Go that the program was built with, such as `go1.26.8`. */
  readonly goVersion: string;
  readonly source: 'tool-cache' | 'path' | 'restored' | 'release' | 'go-install';
};

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
  const kept = cached && (await accept(request, cached, 'tool-cache'));
  if (kept && 'path' in kept) return kept;
  if (kept) log(`${name} in the tool cache is not used: ${kept.misfit}.`);

  const onPath = await findProgram(name);
  const given = onPath && (await accept(request, onPath, 'path'));
  if (given && 'path' in given) return given;
  if (given) log(`${name} on PATH is not used: ${given.misfit}; ${version} is wanted.`);

  for (const { source, make } of listWays(request)) {
    const stored = await storeTool(root, folder, name, async (into) => {
      const problem = await make(into);
      if (problem !== undefined) return problem;
      const made = await accept(request, into, source);
      return 'path' in made ? undefined : made.misfit;
    });
    const made = 'path' in stored && (await accept(request, stored.path, source));
    if (made && 'path' in made) return made;
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

async function accept(
  request: InstallRequest,
  path: string,
  source: Source,
): Promise<InstalledTool | { misfit: string }> {
  const info = await readBuildInfo(path);
  const misfit = explainMisfit(info, request);
  if (misfit !== undefined || !info) return { misfit: misfit ?? 'it carries no Go build information' };
  return { path, version: request.version, goVersion: info.goVersion, source };
}

/** The Go that is installed here, whatever the job's GOTOOLCHAIN switches to. */
async function readLocalGo(cwd: string): Promise<GoVersion> {
  const env = { GOTOOLCHAIN: 'local', GOFLAGS: '' };
  return parseGoVersion((await runChecked('go', ['env', 'GOVERSION'], { cwd, env })).stdout.trim());
}
