import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { info, notice, printForeign } from '@go-actions/action-kit';
import { compareGoVersions, type GoVersion } from '@go-actions/go-project';
import {
  golangciRelease,
  type InstalledTool,
  type InstallRequest,
  installGoTool,
} from '@go-actions/tool-install';
import {
  chooseGolangci,
  GOLANGCI,
  GOVULNCHECK,
  type PinnedTool,
  STATICCHECK,
  VERSION_FILES,
  versionOfTool,
} from '../linter-versions.ts';
import type { Surroundings } from './modules.ts';

/** The linters of one gate, each installed when the first check asks for it. */
export type Tools = {
  readonly [name in 'staticcheck' | 'golangci' | 'govulncheck']: () => Promise<InstalledTool>;
};

export function prepareTools(
  around: Surroundings,
  places: Places,
  inputs: { golangciVersion: string | undefined },
): Tools {
  return {
    staticcheck: once(() => installPinned(STATICCHECK, around, places)),
    golangci: once(() => installGolangci(around, places, inputs.golangciVersion)),
    govulncheck: once(() => installPinned(GOVULNCHECK, around, places)),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

type Places = { readonly toolCache: string | undefined; readonly temp: string; readonly signal: AbortSignal };

const RELEASES = 'https://github.com';

async function installGolangci(
  around: Surroundings,
  places: Places,
  input: string | undefined,
): Promise<InstalledTool> {
  const tool = versionOfTool(modulesOf(around), GOLANGCI.pkg);
  const chosen = chooseGolangci({ input, tool, files: await readVersionFiles(around) });
  for (const line of chosen.ignored) notice(`${line}; it is ignored.`);
  info(`golangci-lint ${chosen.version}, from ${chosen.from}.`);
  const release = golangciRelease(chosen.version, { os: process.platform, arch: process.arch }, RELEASES);
  return install({
    ...GOLANGCI,
    version: chosen.version,
    release,
    goVersion: newestGo(around),
    ...places,
    log: say,
  });
}

/** A tool that the repository may pin by a `tool` line; else the version of this release. */
async function installPinned(tool: PinnedTool, around: Surroundings, places: Places): Promise<InstalledTool> {
  const { name, pkg } = tool;
  const version = versionOfTool(modulesOf(around), pkg)?.version ?? tool.version;
  return install({ name, pkg, version, goVersion: newestGo(around), ...places, log: say });
}

async function install(request: InstallRequest): Promise<InstalledTool> {
  const tool = await installGoTool(request);
  info(`${request.name} ${tool.version} (${tool.goVersion}) from ${tool.source}.`);
  return tool;
}

/** Errors of servers and compilers may be in it. */
const say = (line: string): void => printForeign(line);

const modulesOf = (around: Surroundings) => around.workplaces.map(({ module }) => module);

export function newestGo({ workplaces }: Surroundings): GoVersion {
  return workplaces.map(({ go }) => go).reduce((a, b) => (compareGoVersions(a, b) >= 0 ? a : b));
}

async function readVersionFiles({ dir, root }: Surroundings): Promise<{ file: string; text: string }[]> {
  const found: { file: string; text: string }[] = [];
  for (const file of Object.keys(VERSION_FILES)) {
    for (const folder of new Set([dir, root])) {
      const text = await readFile(join(folder, file), 'utf8').catch(() => undefined); // most repositories have none of them
      if (text !== undefined) found.push({ file, text });
    }
  }
  return found;
}
