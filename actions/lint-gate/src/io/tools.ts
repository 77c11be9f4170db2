import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { info, notice, printForeign } from '@go-actions/action-kit';
import { compareGoVersions, type GoVersion } from '@go-actions/go-project';
import { golangciRelease, installGoTool, type ReleaseSource } from '@go-actions/tool-install';
import type { Linter } from '../cache-plan.ts';
import {
  chooseGolangci,
  GOLANGCI,
  GOVULNCHECK,
  type PinnedTool,
  STATICCHECK,
  VERSION_FILES,
  versionOfTool,
} from '../linter-versions.ts';
import type { LintCache } from './lint-cache.ts';
import type { Surroundings } from './modules.ts';
import type { OnPath } from './on-path.ts';

/** A linter that can start. */
export type ReadyTool = {
  readonly path: string;
  readonly version: string;
  /** Points it to its restored facts. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it keeps what it learned; undefined when it keeps nothing, or nobody knows where. */
  readonly cache: string | undefined;
};

/** The linters of one gate, each made ready when the first check asks for it. */
export type Tools = {
  readonly [name in 'staticcheck' | 'golangci' | 'govulncheck']: () => Promise<ReadyTool>;
};

export type ToolSettings = {
  readonly onPath: OnPath;
  readonly toolCache: string | undefined;
  readonly temp: string;
  readonly signal: AbortSignal;
  readonly cache: LintCache | undefined;
  readonly golangciVersion: string | undefined;
  /** Where linters that have to be built keep what was compiled; undefined for the job's own build cache. */
  readonly gocache: string | undefined;
  /** Cache folders that the job itself has chosen, and the one below which both have theirs otherwise. */
  readonly folders: {
    readonly golangci: string | undefined;
    readonly staticcheck: string | undefined;
    readonly user: string | undefined;
  };
};

/** Where each linter keeps what it learned about packages. */
const FACTS = { golangci: 'GOLANGCI_LINT_CACHE', staticcheck: 'STATICCHECK_CACHE' } as const;

export function prepareTools(around: Surroundings, settings: ToolSettings): Tools {
  const ready = async (tool: PinnedTool, release: ReleaseSource | undefined, facts?: keyof typeof FACTS) => {
    const kept = facts !== undefined && settings.folders[facts] === undefined;
    const linter = { ...tool, goVersion: newestGo(around), os: process.platform, arch: process.arch };
    const [path, dir] = await Promise.all([
      install(linter, release, settings),
      kept ? settings.cache?.restoreFacts(linter, around) : undefined,
    ]);
    const env: Record<string, string> = facts && dir ? { [FACTS[facts]]: dir } : {};
    const { user } = settings.folders;
    const cache = facts && (dir ?? settings.folders[facts] ?? (user && join(user, tool.name)));
    return { path, version: tool.version, env, cache };
  };
  return {
    staticcheck: once(() => ready(pinned(STATICCHECK, around), undefined, 'staticcheck')),
    golangci: once(async () => {
      const tool = await chooseLinter(around, settings.golangciVersion);
      return ready(
        tool,
        golangciRelease(tool.version, { os: process.platform, arch: process.arch }, RELEASES),
        'golangci',
      );
    }),
    govulncheck: once(() => ready(pinned(GOVULNCHECK, around), undefined)),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const RELEASES = 'https://github.com';

async function chooseLinter(around: Surroundings, input: string | undefined): Promise<PinnedTool> {
  const tool = versionOfTool(modulesOf(around), GOLANGCI.pkg);
  const chosen = chooseGolangci({ input, tool, files: await readVersionFiles(around) });
  for (const line of chosen.ignored) notice(`${line}; it is ignored.`);
  info(`golangci-lint ${chosen.version}, from ${chosen.from}.`);
  return { ...GOLANGCI, version: chosen.version };
}

/** A tool that the repository may pin by a `tool` line; else the version of this release. */
const pinned = (tool: PinnedTool, around: Surroundings): PinnedTool => ({
  ...tool,
  version: versionOfTool(modulesOf(around), tool.pkg)?.version ?? tool.version,
});

async function install(
  linter: Linter & PinnedTool,
  release: ReleaseSource | undefined,
  { onPath, cache, toolCache, temp, gocache, signal }: ToolSettings,
): Promise<string> {
  const restore = cache && ((into: string) => cache.restoreTool(linter, into));
  const tool = await installGoTool({
    ...linter,
    release,
    restore,
    onPath: onPath.get(linter.name),
    toolCache,
    temp,
    // One that is kept is built once: what it was compiled from must not travel with the job's own build cache for ever.
    gocache: cache ? join(temp, 'linter-build') : gocache,
    signal,
    log: say,
  });
  info(`${linter.name} ${tool.version} (${tool.goVersion}) from ${tool.source}.`);
  if (tool.source === 'release' || tool.source === 'go-install') cache?.saveTool(linter, tool.path);
  return tool.path;
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
