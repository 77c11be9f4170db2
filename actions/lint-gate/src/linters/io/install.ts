import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { info, notice, printForeign, programFile, readCheckoutFile } from '@go-actions/action-kit';
import { compareGoVersions, type GoVersion } from '@go-actions/go-project';
import { golangciRelease, installGoTool, type ReleaseSource } from '@go-actions/tool-install';
import type { Checkout } from '../../run/module.ts';
import type { Linter, Linters, ReadyLinter } from '../linter.ts';
import {
  chooseGolangci,
  GOLANGCI,
  GOVULNCHECK,
  type PinnedTool,
  STATICCHECK,
  VERSION_FILES,
  versionOfTool,
} from '../versions.ts';
import type { LintCache } from './lint-cache.ts';
import type { OnPath } from './on-path.ts';
import { shareBuildCache } from './share-build-cache.ts';

export type InstallSettings = {
  readonly onPath: OnPath;
  readonly toolCache: string | undefined;
  readonly temp: string;
  readonly signal: AbortSignal;
  readonly cache: LintCache | undefined;
  readonly golangciVersion: string | undefined;
  /** A build cache of which programs can be linked, where the job's own holds archives that cannot be. */
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

export function prepareLinters(checkout: Checkout, settings: InstallSettings): Linters {
  const buildCache = openBuildCache(settings);
  const ready = async (
    tool: PinnedTool,
    compiled: Compiled,
    { release, facts }: { release?: ReleaseSource | undefined; facts?: keyof typeof FACTS } = {},
  ) => {
    const kept = facts !== undefined && settings.folders[facts] === undefined;
    const linter = { ...tool, goVersion: newestGo(checkout), os: process.platform, arch: process.arch };
    const [path, dir] = await Promise.all([
      install(linter, release, () => buildCache(compiled), settings),
      kept ? settings.cache?.restoreFacts(linter, checkout) : undefined,
    ]);
    const env: Record<string, string> = facts && dir ? { [FACTS[facts]]: dir } : {};
    const { user } = settings.folders;
    const cache = facts && (dir ?? settings.folders[facts] ?? (user && join(user, tool.name)));
    return { path, version: tool.version, env, cache, build: builder(linter, settings) };
  };
  return {
    staticcheck: once((compiled) => ready(pinned(STATICCHECK, checkout), compiled, { facts: 'staticcheck' })),
    golangci: once(async (compiled) => {
      const tool = await chooseLinter(checkout, settings.golangciVersion);
      const release = golangciRelease(tool.version, { os: process.platform, arch: process.arch }, RELEASES);
      return ready(tool, compiled, { release, facts: 'golangci' });
    }),
    govulncheck: once((compiled) => ready(pinned(GOVULNCHECK, checkout), compiled)),
  };
}

/** Builds each program once in a job, and not at all where the default branch has left it. */
function builder(linter: Linter, { cache, temp }: InstallSettings): ReadyLinter['build'] {
  const built = new Map<string, ReturnType<ReadyLinter['build']>>();
  const build: ReadyLinter['build'] = async (source, make) => {
    const own = { ...linter, name: `${linter.name}-${source}` };
    const folder = await mkdtemp(join(temp, 'lint-gate-build-'));
    const path = join(folder, programFile(linter.name));
    if (cache && (await cache.restoreTool(own, path))) {
      const distrust = await cache.explainDistrust(own, path);
      if (distrust === undefined) return { path };
      say(`${own.name} is built again: ${distrust}.`);
      await rm(path, { force: true });
    }
    const problem = await make(path);
    if (problem !== undefined) return { problem };
    await cache?.saveTool(own, path);
    return { path };
  };
  return (source, make) => {
    const known = built.get(source) ?? build(source, make);
    built.set(source, known);
    return known;
  };
}

type Compiled = () => Promise<unknown>;

function once<T>(make: (compiled: Compiled) => Promise<T>): (compiled: Compiled) => Promise<T> {
  let made: Promise<T> | undefined;
  return (compiled) => {
    made ??= make(compiled);
    return made;
  };
}

/**
 * The build cache for linters, opened for the first one that has to be built. One that is kept is built once: what it was
 * compiled from must not travel with the job's own build cache for ever, so that it gets one that begins with the job's.
 */
const openBuildCache = ({
  cache,
  temp,
  gocache,
}: InstallSettings): ReturnType<typeof once<string | undefined>> =>
  once(async (compiled) => {
    await compiled();
    if (!cache) return gocache;
    const own = join(temp, 'linter-build');
    if (!gocache) await shareBuildCache(own, temp);
    return own;
  });

const RELEASES = 'https://github.com';

async function chooseLinter(checkout: Checkout, input: string | undefined): Promise<PinnedTool> {
  const tool = versionOfTool(modulesOf(checkout), GOLANGCI.pkg);
  const chosen = chooseGolangci({ input, tool, files: await readVersionFiles(checkout) });
  for (const line of chosen.ignored) notice(`${line}; it is ignored.`);
  info(`golangci-lint ${chosen.version}, from ${chosen.from}.`);
  return { ...GOLANGCI, version: chosen.version };
}

/** A tool that the repository may pin by a `tool` line; else the version of this release. */
const pinned = (tool: PinnedTool, checkout: Checkout): PinnedTool => ({
  ...tool,
  version: versionOfTool(modulesOf(checkout), tool.pkg)?.version ?? tool.version,
});

async function install(
  linter: Linter & PinnedTool,
  release: ReleaseSource | undefined,
  gocache: () => Promise<string | undefined>,
  { onPath, cache, toolCache, temp, signal }: InstallSettings,
): Promise<string> {
  const restore = cache && ((into: string) => cache.restoreTool(linter, into));
  const tool = await installGoTool({
    ...linter,
    release,
    restore,
    distrust: async (path) =>
      cache
        ? cache.explainDistrust(linter, path)
        : 'without a cache service no record says what it has to be',
    onPath: onPath.get(linter.name),
    toolCache,
    temp,
    gocache,
    signal,
    log: say,
  });
  info(`${linter.name} ${tool.version} (${tool.goVersion}) from ${tool.source}.`);
  if (tool.source === 'release' || tool.source === 'go-install') await cache?.saveTool(linter, tool.path);
  return tool.path;
}

/** Errors of servers and compilers may be in it. */
const say = (line: string): void => printForeign(line);

const modulesOf = (checkout: Checkout) => checkout.modules.map(({ declared }) => declared);

export function newestGo({ modules }: Checkout): GoVersion {
  return modules.map(({ go }) => go).reduce((a, b) => (compareGoVersions(a, b) >= 0 ? a : b));
}

/** Of a file that names versions. */
const MOST_BYTES = 1024 * 1024;

async function readVersionFiles({ dir, root }: Checkout): Promise<{ file: string; text: string }[]> {
  const found: { file: string; text: string }[] = [];
  for (const file of Object.keys(VERSION_FILES)) {
    for (const folder of new Set([dir, root])) {
      const bytes = await readCheckoutFile(root, join(folder, file), { maxBytes: MOST_BYTES });
      if (bytes) found.push({ file, text: bytes.toString('utf8') });
    }
  }
  return found;
}
