import { findProgram } from '@go-actions/action-kit';
import { type GoVersion, readGoVersion } from '@go-actions/go-project';
import type { BuildInfo } from '../build-info.ts';
import type { ReleaseSource } from '../release.ts';
import { buildToolchain, explainMisfit, toolFolder } from '../tool-key.ts';
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
  readonly log: (line: string) => void;
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
  readonly source: 'tool-cache' | 'path' | 'release' | 'go-install';
};

/**
 * Finds or makes a program at exactly the asked version, built with a Go that is new enough for the modules: the tool
 * cache, PATH, the release archive with its sha256, else `go install`, which checks the checksum database.
 * Every step away from the first choice is told to `log`.
 */
export async function installGoTool(request: InstallRequest): Promise<InstalledTool> {
  const { name, version, goVersion, log } = request;
  const folder = toolFolder(name, version, goVersion, process.arch);
  const root = request.toolCache ?? request.temp;
  const known = (info: BuildInfo | undefined) => explainMisfit(info, request);

  const cached = await findCached(root, folder, name);
  if (cached) {
    const info = await readBuildInfo(cached);
    const misfit = known(info);
    if (info && !misfit) return { path: cached, version, goVersion: info.goVersion, source: 'tool-cache' };
    log(`${name} in the tool cache is not used: ${misfit}.`);
  }

  const onPath = await findProgram(name);
  if (onPath) {
    const info = await readBuildInfo(onPath);
    const misfit = known(info);
    if (info && !misfit) return { path: onPath, version, goVersion: info.goVersion, source: 'path' };
    log(`${name} on PATH is not used: ${misfit}; ${version} is wanted.`);
  }

  if (request.release) {
    const release = request.release;
    const archived = await storeTool(root, folder, name, async (into) => {
      const problem = await downloadRelease(release, into, name, request);
      if (problem) return problem;
      return known(await readBuildInfo(into));
    });
    if ('path' in archived) {
      const info = await readBuildInfo(archived.path);
      return { path: archived.path, version, goVersion: info?.goVersion ?? 'unknown', source: 'release' };
    }
    log(`${name} is built with \`go install\` instead of taken from its release: ${archived.problem}.`);
  }

  const toolchain = buildToolchain(goVersion, await readGoVersion(request.temp));
  const built = await storeTool(root, folder, name, async (into) => goInstall(request, toolchain, into));
  if ('problem' in built) throw new Error(built.problem); // goInstall throws what it has to say
  const info = await readBuildInfo(built.path);
  return { path: built.path, version, goVersion: info?.goVersion ?? 'unknown', source: 'go-install' };
}
