import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, posix, resolve } from 'node:path';
import { ActionError, digest, formatBytes, info, isInside, type Job } from '@go-actions/action-kit';
import { type BuiltBinary, baseName, checkTargets, type Main } from '@go-actions/go-build';
import { formatTarget, type Target, targetSlug } from '@go-actions/go-project';
import { runBeforeBuild } from '../../build/io/before-build.ts';
import { readExtraFiles } from '../../build/io/extra-files.ts';
import type { ClosedGo } from '../../build/io/go-caches.ts';
import {
  buildPrograms,
  type ProgramBuild,
  type ProgramChoices,
  refusePointers,
} from '../../build/io/programs.ts';
import { proveReproducible } from '../../build/io/reproduce.ts';
import { MANIFEST } from '../../plan/io/manifest.ts';
import type { ReleasePlan } from '../../plan/plan.ts';
import type { PlannedAsset } from '../../publish/reconcile.ts';
import { leaveOnlyTag, type Source } from '../../source/io/source.ts';
import { CHECKSUMS, renderChecksums } from '../archive/checksums.ts';
import { type ArchiveFormat, packArchive } from '../archive/io/archive.ts';
import type { ArchiveEntry } from '../archive/tar.ts';
import { describeContents, type SbomFormat } from '../sbom/contents.ts';
import { renderSbom } from '../sbom/sbom.ts';

export type BuildChoices = ProgramChoices & {
  readonly command: readonly string[];
  readonly extraFiles: readonly string[];
  readonly archive: ArchiveFormat;
  readonly reproducible: 'off' | 'sample' | 'all';
  readonly sbom: readonly SbomFormat[];
};

export type MadeAssets = {
  readonly assets: readonly PlannedAsset[];
  /** Digest of what `before-build` left, when there was one. */
  readonly generated: string | undefined;
  /** Targets that were built twice. */
  readonly reproduced: readonly string[];
};

/** Files that go with the binaries: licence, read-me and notice, from the module's folder or else the root. */
const DOCUMENT = /^(LICEN[CS]E|COPYING|NOTICE|README)([._-].*)?$/i;
const EXECUTABLE = 0o755;
const READABLE = 0o644;

/** Builds the plan's binaries, proves them, and packs them with SBOMs and checksums into `folder`. A library has no assets. */
export async function makeAssets(
  plan: ReleasePlan,
  mains: readonly Main[],
  source: Source,
  choices: BuildChoices,
  go: ClosedGo,
  folder: string,
  repositoryUrl: string,
  job: Job,
): Promise<MadeAssets> {
  await mkdir(folder, { recursive: true });
  await leaveOnlyTag(source, plan.tag, plan.commit);
  const scratch = await mkdtemp(join(job.context.temp, 'release-binaries-'));
  try {
    const generated = await runBeforeBuild(choices.command, source, go.env, job);
    const build: ProgramBuild = {
      plan,
      mains,
      choices,
      tree: source,
      env: go.env,
      output: join(scratch, 'out'),
      signal: job.signal,
    };
    const files = await readExtraFiles(choices.extraFiles, source);
    const assets: PlannedAsset[] = [];
    let reproduced: string[] = [];
    if (plan.module && mains.length > 0) {
      const moduleDir = resolve(source.root, plan.module.dir);
      await checkTargets(choices.targets, moduleDir, go.env);
      await refusePointers(build);
      const binaries = await buildPrograms(build);
      if (choices.reproducible !== 'off') {
        const rebuild = {
          first: binaries,
          generated,
          command: choices.command,
          extent: choices.reproducible,
        };
        reproduced = await proveReproducible(build, rebuild, source, go, job);
      }
      const documents = await readDocuments(moduleDir, source.root);
      for (const [, group] of Map.groupBy(binaries, ({ target }) => formatTarget(target)))
        assets.push(await packTarget(plan, group, documents, choices.archive, folder));
      for (const format of choices.sbom) {
        const contents = describeContents(plan, binaries, repositoryUrl);
        const sbom = contents && renderSbom(format, contents);
        if (sbom)
          assets.push(await writeAsset(folder, `${stem(plan)}.${sbom.suffix}`, Buffer.from(sbom.text)));
      }
    }
    for (const { name, bytes } of files) assets.push(await writeAsset(folder, name, bytes));
    refuseTwins(assets);
    if (assets.length === 0) return { assets: [], generated: generated?.sha256, reproduced };
    const sums = Buffer.from(renderChecksums(assets));
    return {
      assets: [...assets, await writeAsset(folder, CHECKSUMS, sums)],
      generated: generated?.sha256,
      reproduced,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function stem({ module, version }: ReleasePlan): string {
  return `${baseName(module?.path ?? '')}_${version}`;
}

async function packTarget(
  plan: ReleasePlan,
  binaries: readonly BuiltBinary[],
  documents: readonly ArchiveEntry[],
  format: ArchiveFormat,
  folder: string,
): Promise<PlannedAsset> {
  const target = binaries[0]?.target as Target;
  const own = target.goos === 'windows' ? 'zip' : format;
  const programs = await Promise.all(
    binaries.map(async (binary) => ({
      name: basename(binary.path),
      mode: EXECUTABLE,
      bytes: await readFile(binary.path),
    })),
  );
  const names = new Set(programs.map(({ name }) => name.toLowerCase()));
  const twin = documents.find(({ name }) => names.has(name.toLowerCase()));
  if (twin)
    throw new ActionError(`A program and a document would both be ${twin.name} in the archive.`, {
      remedy: 'Rename the folder of the program.',
    });
  const bytes = await packArchive(own, [...programs, ...documents], new Date(plan.committed));
  const asset = await writeAsset(folder, `${stem(plan)}_${targetSlug(target)}.${own}`, bytes);
  info(`${asset.name}: ${formatBytes(asset.size)}`);
  return asset;
}

async function writeAsset(folder: string, name: string, bytes: Buffer): Promise<PlannedAsset> {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, '-');
  await writeFile(join(folder, safe), bytes);
  return { name: safe, size: bytes.length, sha256: digest(bytes) };
}

/** Names that the release itself needs, beside those of its archives. */
const TAKEN = [CHECKSUMS, MANIFEST].map((name) => name.toLowerCase());

/** Two assets of one name would be one file: GitHub has no folders, and takes spaces and the like for dots. */
function refuseTwins(assets: readonly PlannedAsset[]): void {
  const names = new Set(TAKEN);
  for (const { name } of assets) {
    if (names.has(name.toLowerCase()))
      throw new ActionError(`\`extra-files\` has a file that would be called ${name}, as another asset is.`, {
        remedy: 'Assets have no folders, and names of plain letters: rename the file.',
      });
    names.add(name.toLowerCase());
  }
}

/** A folder's licence is often a link to that of the root; one that leads to a folder or out of the tree is none. */
async function readDocument(root: string, path: string): Promise<Buffer | undefined> {
  const real = await realpath(path).catch(() => undefined); // it leads nowhere
  if (real === undefined || !isInside(root, real) || !(await stat(real)).isFile()) return undefined;
  return readFile(real);
}

async function readDocuments(moduleDir: string, root: string): Promise<ArchiveEntry[]> {
  const found = new Map<string, ArchiveEntry>();
  for (const dir of new Set([root, moduleDir])) {
    for (const entry of await readdir(dir, { withFileTypes: true })) {
      if (entry.isDirectory() || !DOCUMENT.test(entry.name)) continue;
      const bytes = await readDocument(root, join(dir, entry.name));
      if (bytes) found.set(entry.name, { name: posix.basename(entry.name), mode: READABLE, bytes });
    }
  }
  return [...found.values()];
}
