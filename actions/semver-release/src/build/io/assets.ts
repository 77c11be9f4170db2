import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, posix, resolve } from 'node:path';
import {
  ActionError,
  formatBytes,
  group,
  info,
  type Job,
  printForeign,
  warning,
} from '@go-actions/action-kit';
import { type BuiltBinary, baseName, checkTargets, planBuilds, runBuilds } from '@go-actions/go-build';
import { formatTarget, type GoVersion, readGoVersion, type Target, targetSlug } from '@go-actions/go-project';
import { CHECKSUMS, renderChecksums } from '../../archive/checksums.ts';
import { type ArchiveFormat, packArchive } from '../../archive/io/archive.ts';
import type { ArchiveEntry } from '../../archive/tar.ts';
import type { ReleasePlan } from '../../plan/plan.ts';
import type { PlannedAsset } from '../../publish/reconcile.ts';
import type { Source } from '../../source/io/source.ts';

export type BuildChoices = {
  readonly targets: readonly Target[];
  readonly ldflags: string;
  readonly tags: readonly string[];
  readonly cgo: boolean;
  readonly archive: ArchiveFormat;
};

/** Files that go with the binaries: licence, read-me and notice, from the module's folder or else the root. */
const DOCUMENT = /^(LICEN[CS]E|COPYING|NOTICE|README)([._-].*)?$/i;
const EXECUTABLE = 0o755;
const READABLE = 0o644;
/** Releases are built from go.mod alone, as `go install module@version` builds them. */
const BUILD_ENV = { GOWORK: 'off' };

/** Builds the plan's binaries, proves them, and packs them with their checksums into `folder`. A library has no assets. */
export async function makeAssets(
  plan: ReleasePlan,
  source: Source,
  choices: BuildChoices,
  folder: string,
  job: Job,
): Promise<PlannedAsset[]> {
  await mkdir(folder, { recursive: true });
  if (!plan.module || plan.mains.length === 0) return [];
  const moduleDir = resolve(source.root, plan.module.dir);
  await checkTargets(choices.targets, moduleDir);
  await source.leaveOnlyTag(plan.tag);
  const scratch = await mkdtemp(join(job.context.temp, 'release-binaries-'));
  try {
    const binaries = await group('Build', () =>
      buildBinaries(plan, moduleDir, source, choices, scratch, job),
    );
    const documents = await readDocuments(moduleDir, source.root);
    const byTarget = Map.groupBy(binaries, (binary) => binary.target);
    const archives: PlannedAsset[] = [];
    for (const [target, group] of byTarget)
      archives.push(await packTarget(plan, target, group, documents, choices.archive, folder));
    const sums = Buffer.from(renderChecksums(archives));
    return [...archives, await writeAsset(folder, CHECKSUMS, sums)];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function buildBinaries(
  plan: ReleasePlan,
  moduleDir: string,
  source: Source,
  choices: BuildChoices,
  output: string,
  job: Job,
): Promise<BuiltBinary[]> {
  const mains = plan.mains.map((importPath) => ({ importPath, moduleDir }));
  const builds = planBuilds(mains, choices.targets, { ...choices, trimpath: true, stamp: true }, output);
  const stamp = await stampOf(plan, source.root, await readGoVersion(moduleDir));
  if (stamp.reason) warning(`${stamp.reason} Only the commit of these binaries is proved.`);
  const results = await runBuilds(builds, {
    env: BUILD_ENV,
    expect: {
      static: !choices.cgo,
      cgo: choices.cgo,
      revision: source.commit,
      ...(stamp.version !== undefined && { version: stamp.version }),
    },
    signal: job.signal,
  });
  const failed = results.filter((result) => result.failure);
  for (const { build, failure } of failed) printForeign(`${formatTarget(build.target)}:\n${failure?.output}`);
  if (failed.length > 0) {
    const targets = failed.map(({ build }) => formatTarget(build.target)).join(', ');
    throw new ActionError(`The build failed for ${targets}.`, {
      remedy: 'Releases are built without go.work: go.mod and go.sum must be complete.',
    });
  }
  const binaries = results.flatMap((result) => result.binaries);
  const broken = binaries.find((binary) => binary.problems.length > 0);
  if (broken)
    throw new ActionError(
      `${broken.name} for ${formatTarget(broken.target)} failed its proof: ${broken.problems.join('; ')}.`,
    );
  return binaries;
}

/**
 * The version that Go will stamp into the main module, as far as it can be asked for (measured with 1.23 to 1.27, `npm run prove
 * release stamps`; Go 1.24 release notes; golang/go#72877).
 */
async function stampOf(
  plan: ReleasePlan,
  root: string,
  go: GoVersion,
): Promise<{ version?: string; reason?: string }> {
  const inFolder = plan.module?.dir !== '.';
  const isOlderThan = (minor: number) => go.major === 1 && go.minor < minor;
  if (isOlderThan(24)) return { reason: `${go.text} stamps no version into binaries; Go 1.24 and later do.` };
  if (isOlderThan(25) && (inFolder || !/^[01]\./.test(plan.version))) {
    return {
      reason: `${go.text} stamps wrong versions for modules in folders and with /v2; Go 1.25 and later get it right.`,
    };
  }
  if (inFolder && !(await hasRootModule(root))) {
    return {
      reason: 'Go stamps no version for a module in a folder when the root of the repository has no go.mod.',
    };
  }
  return { version: `v${plan.version}` };
}

async function hasRootModule(root: string): Promise<boolean> {
  return (await readdir(root)).includes('go.mod');
}

async function packTarget(
  plan: ReleasePlan,
  target: Target,
  binaries: readonly BuiltBinary[],
  documents: readonly ArchiveEntry[],
  format: ArchiveFormat,
  folder: string,
): Promise<PlannedAsset> {
  const own = target.goos === 'windows' ? 'zip' : format;
  const programs = await Promise.all(
    binaries.map(async (binary) => ({
      name: basename(binary.path),
      mode: EXECUTABLE,
      bytes: await readFile(binary.path),
    })),
  );
  const name = `${baseName(plan.module?.path ?? '')}_${plan.version}_${targetSlug(target)}.${own}`;
  const bytes = await packArchive(own, [...programs, ...documents], new Date(plan.committed));
  const asset = await writeAsset(folder, name, bytes);
  info(`${asset.name}: ${formatBytes(asset.size)}`);
  return asset;
}

async function writeAsset(folder: string, name: string, bytes: Buffer): Promise<PlannedAsset> {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, '-');
  await writeFile(join(folder, safe), bytes);
  return { name: safe, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function readDocuments(moduleDir: string, root: string): Promise<ArchiveEntry[]> {
  const found = new Map<string, ArchiveEntry>();
  for (const dir of new Set([root, moduleDir])) {
    for (const entry of await readdir(dir, { withFileTypes: true })) {
      if (!entry.isFile() || !DOCUMENT.test(entry.name)) continue;
      found.set(entry.name, {
        name: posix.basename(entry.name),
        mode: READABLE,
        bytes: await readFile(join(dir, entry.name)),
      });
    }
  }
  return [...found.values()];
}
