import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, describeExit, eachLimited, info, type Job, run, warning } from '@go-actions/action-kit';
import { targetEnvironment, uniqueTargets } from '@go-actions/go-build';
import {
  formatTarget,
  type GoPackage,
  listPackages,
  readGoEnv,
  readGoVersion,
  type Target,
} from '@go-actions/go-project';
import { installGoTool } from '@go-actions/tool-install';
import { type ApiDiff, mergeApiDiffs, parseApiDiff } from '../diff.ts';
import { compareNames, fingerprintFiles, listBehind, listExported } from '../packages.ts';

/** The one place of this pin; it needs Go 1.26 to be built, and reads what any Go up to that one type-checks. */
export const APIDIFF = {
  name: 'apidiff',
  pkg: 'golang.org/x/exp/cmd/apidiff',
  version: 'v0.0.0-20261113113407-e3970619a1a4',
} as const;

export type ApiComparison = {
  readonly module: string;
  /** Folders of the module at the earlier version and now. */
  readonly before: string;
  readonly after: string;
  readonly targets: readonly Target[];
  readonly tags: readonly string[];
  /** The closed environment of release builds. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

type Platform = {
  readonly target: Target;
  /** Whether packages with C are compared: on this machine alone, which has the compiler. */
  readonly cgo: boolean;
  /** Packages that can be imported, in one of the versions, and are programs in none. */
  readonly importable: ReadonlySet<string>;
  readonly names: ApiDiff;
};

const LISTS_AT_ONCE = 4;

/**
 * Compares the exported API of two versions of a module on every platform whose files differ from those of the others. Users
 * build packages with C (`import "C"`) on their own platform, so that these are compared on this one.
 * `undefined` when neither has a package to import. Throws when a version does not compile or apidiff cannot be had.
 */
export async function compareApi(comparison: ApiComparison, job: Job): Promise<ApiDiff | undefined> {
  const platforms = await choosePlatforms(comparison, job.signal);
  if (platforms.length === 0) return undefined;
  const tool = await installGoTool({
    ...APIDIFF,
    goVersion: await readGoVersion(comparison.after, comparison.env),
    toolCache: job.context.toolCache,
    temp: job.context.temp,
    gocache: async () => comparison.env.GOCACHE,
    log: info,
    signal: job.signal,
  });
  const scratch = await mkdtemp(join(job.context.temp, 'apidiff-'));
  try {
    const diffs: ApiDiff[] = [];
    for (const platform of platforms)
      diffs.push(await comparePlatform(platform, comparison, tool.path, scratch, job.signal));
    return mergeApiDiffs(diffs);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function choosePlatforms(comparison: ApiComparison, signal: AbortSignal): Promise<Platform[]> {
  const distinct = new Map<string, Platform>();
  const { GOHOSTOS = '', GOHOSTARCH = '' } = await readGoEnv(
    comparison.after,
    ['GOHOSTOS', 'GOHOSTARCH'],
    comparison.env,
  );
  const host = { goos: GOHOSTOS, goarch: GOHOSTARCH };
  await eachLimited(uniqueTargets(comparison.targets), LISTS_AT_ONCE, async (target) => {
    const list = (dir: string): Promise<GoPackage[]> =>
      listPackages({
        dir,
        patterns: ['./...'],
        tags: comparison.tags,
        env: { ...comparison.env, ...targetEnvironment(target, true) },
        fields: ['ImportPath', 'Name', 'GoFiles', 'CgoFiles', 'Imports'],
        signal,
      });
    const both = [await list(comparison.before), await list(comparison.after)];
    const exported = both.map((packages) => listBehind(listExported(packages), packages));
    if (exported.every((packages) => packages.length === 0)) return;
    const importable = new Set(both.flatMap(listExported).map(({ ImportPath }) => ImportPath));
    for (const { ImportPath, Name } of both.flat()) if (Name === 'main') importable.delete(ImportPath);
    const cgo = exported.flat().some(({ CgoFiles = [] }) => CgoFiles.length > 0);
    const key = cgo ? 'C' : exported.map(fingerprintFiles).join('\n');
    const [before = [], after = []] = both;
    const names = compareNames(before, after);
    if (!distinct.has(key)) distinct.set(key, { target: cgo ? host : target, cgo, importable, names });
  });
  return [...distinct.values()];
}

/** Packages with C that do not compile here, for want of a compiler or a header, are said, and the others compared. */
async function comparePlatform(
  platform: Platform,
  comparison: ApiComparison,
  apidiff: string,
  scratch: string,
  signal: AbortSignal,
): Promise<ApiDiff> {
  try {
    return await compareOn(platform, comparison, apidiff, scratch, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!platform.cgo || !(error instanceof ActionError)) throw error;
    const diff = await compareOn({ ...platform, cgo: false }, comparison, apidiff, scratch, signal);
    warning(`The API of packages with C is not compared. ${error.message}`);
    return diff;
  }
}

async function compareOn(
  { target, cgo, importable, names }: Platform,
  { module, before, after, tags, env }: ApiComparison,
  apidiff: string,
  scratch: string,
  signal: AbortSignal,
): Promise<ApiDiff> {
  const own = {
    ...env,
    ...targetEnvironment(target, cgo),
    // The flag of the tool's build and of the release's: all of them share one compilation of each dependency.
    GOFLAGS: [env.GOFLAGS, '-trimpath', ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : [])].join(' '),
  };
  const call = async (args: readonly string[], cwd: string, goMod?: string) => {
    const first = await run(apidiff, args, { cwd, env: own, signal });
    const result =
      first.code === 0 || goMod === undefined
        ? first
        : await run(apidiff, args, { cwd, env: await completing(own, cwd, goMod), signal });
    if (result.code === 0) return result.stdout;
    const said = (first.stderr || first.stdout).trim().split('\n').slice(-10).join('\n');
    throw new ActionError(
      `The API of ${module} for ${formatTarget(target)} cannot be compared: apidiff ${describeExit(first)}.\n${said}`,
      {
        remedy: `Both versions must compile${cgo ? ', with what their C code needs' : ''}; \`bump-check: off\` compares nothing.`,
      },
    );
  };
  const files = { before: join(scratch, 'before'), after: join(scratch, 'after') };
  await call(['-m', '-w', files.before, module], before, join(scratch, 'before.mod'));
  await call(['-m', '-w', files.after, module], after, join(scratch, 'after.mod'));
  const text = await call(['-m', files.before, files.after], scratch);
  return mergeApiDiffs([parseApiDiff(text, module, importable), names]);
}

/**
 * apidiff asks for all packages whose path begins with the module's, those of required modules among them; what these need may
 * be missing in go.mod. So go may complete one that is a copy.
 */
async function completing(
  env: Readonly<Record<string, string | undefined>>,
  dir: string,
  goMod: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  await copyFile(join(dir, 'go.mod'), goMod);
  await copyFile(join(dir, 'go.sum'), goMod.replace(/\.mod$/, '.sum')).catch(() => undefined); // it requires nothing
  return { ...env, GOFLAGS: `${env.GOFLAGS} -mod=mod -modfile=${goMod}` };
}
