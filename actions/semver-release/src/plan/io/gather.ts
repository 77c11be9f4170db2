import { join, posix } from 'node:path';
import { ActionError, type Job } from '@go-actions/action-kit';
import type { SquashMode } from '@go-actions/git-history';
import { findMains, type Main } from '@go-actions/go-build';
import {
  discoverReleaseModules,
  type GoMod,
  type GoModule,
  parseGoMod,
  type Retract,
} from '@go-actions/go-project';
import { canChangeApi } from '../../api/changes.ts';
import type { ApiDiff } from '../../api/diff.ts';
import { compareApi } from '../../api/io/compare.ts';
import type { GoEnvironment } from '../../build/closed-go.ts';
import { readReleaseToolchain } from '../../build/io/release-toolchain.ts';
import { findUnbuilt } from '../../build/io/unbuilt.ts';
import type { Toolchain } from '../../build/toolchain.ts';
import { splitPath } from '../../go-rules/module-path.ts';
import type { Forge } from '../../go-rules/repository-path.ts';
import { listSiblingRevisions } from '../../go-rules/requirements.ts';
import type { ModuleFile } from '../../go-rules/zip-rules.ts';
import type { Inputs } from '../../inputs.ts';
import { askMirror, findMirror } from '../../mirror/io/lookup.ts';
import {
  listChangedFiles,
  listModuleFiles,
  listTouching,
  readCommitTime,
  readFileAt,
  readLog,
} from '../../source/io/history.ts';
import type { Source } from '../../source/io/source.ts';
import { type Reading, readCommits } from '../../version/bump.ts';
import { findPrevious } from '../../version/previous.ts';
import { chooseRetractionSource, isRetracted } from '../../version/retractions.ts';
import type { Tag } from '../../version/tag.ts';
import { formatVersion } from '../../version/version.ts';
import type { ReleaseFacts } from '../plan.ts';

/** The modules of the commit as folders relative to the repository's root, and every folder that has a go.mod. */
export type Layout = { readonly modules: readonly GoModule[]; readonly boundaries: readonly string[] };

export function readLayout(source: Source, kind: Inputs['place']['kind']): Layout {
  return kind === 'go' ? discoverReleaseModules(source.root) : { modules: [], boundaries: [] };
}

/** The modules below `working-directory`, of which one may be released. */
export function listCandidates({ modules }: Layout, prefix: string): GoModule[] {
  return modules.filter(({ dir }) => prefix === '.' || dir === prefix || dir.startsWith(`${prefix}/`));
}

/** The folders below a module's own that belong to other modules. */
export function listInner(folder: string, { boundaries }: Layout): string[] {
  return boundaries.filter(
    (dir) => dir !== folder && dir !== '.' && (folder === '.' || dir.startsWith(`${folder}/`)),
  );
}

/** What the commits of a folder since a tag say. */
export async function readSince(
  source: Source,
  since: string | undefined,
  folder: string,
  layout: Layout,
  squash: SquashMode,
): Promise<Reading> {
  const [commits, touching] = await Promise.all([
    readLog(source.repository, source.commit, since),
    listTouching(source.repository, source.commit, since, folder, listInner(folder, layout)),
  ]);
  return readCommits(commits, { squash, ...(touching && { counts: (sha) => touching.has(sha) }) });
}

/** The retractions in force for a module: those in the go.mod of its highest version, which may be the one that is planned. */
export async function readRetractions(
  source: Source,
  module: GoModule | undefined,
  tagDir: string,
  planned: Tag | undefined,
): Promise<readonly Retract[]> {
  if (!module) return [];
  const major = splitPath(module.path)?.major;
  const fits = ({ version }: Tag) =>
    version.build === '' && (major === undefined ? version.major <= 1 : version.major === major);
  const own: Tag[] = source.tags.filter((tag) => tag.dir === tagDir && fits(tag));
  const highest = chooseRetractionSource(planned ? [...own, planned] : own);
  if (!highest || highest.name === planned?.name) return highest ? module.goMod.retract : [];
  const text = await readFileAt(
    source.repository,
    `refs/tags/${highest.name}`,
    posix.join(module.dir, 'go.mod'),
  );
  try {
    return text === undefined ? [] : parseGoMod(text).retract;
  } catch {
    return []; // a go.mod that Go cannot read either retracts nothing
  }
}

export type Wanted = {
  readonly tag: Tag;
  readonly module: GoModule | undefined;
  /** Names of all tags that this run plans. */
  readonly planned: readonly string[];
};

/** The inputs on which a plan depends. */
export type PlanChoices = Pick<Inputs, 'version' | 'policy' | 'build'>;

export type GatheredRelease = ReleaseFacts & {
  readonly built: readonly Main[];
  readonly toolchain: Toolchain | undefined;
};

/** Everything that the judgement of one tag depends on, and the mains to build with the Go for them. */
export async function gatherRelease(
  { tag, module, planned }: Wanted,
  source: Source,
  layout: Layout,
  choices: PlanChoices,
  env: GoEnvironment,
  job: Job,
): Promise<GatheredRelease> {
  const { squash, previousTag } = choices.version;
  const folder = module?.dir ?? tag.dir;
  const retractions = await readRetractions(source, module, tag.dir, tag);
  const previous = findPrevious(
    tag.version,
    tag.dir,
    source.tags
      .filter(({ name, place }) => name !== tag.name && (place === 'ancestor' || place === 'here'))
      .map((known) => ({ ...known, here: known.place === 'here' })),
    (version) => isRetracted(version, retractions),
  );
  if (previousTag !== undefined && !source.tags.some(({ name }) => name === previousTag)) {
    throw new ActionError(
      `\`previous-tag\` is ${JSON.stringify(previousTag)}, which is not a release tag here.`,
      {
        remedy: 'Name a tag such as `v1.4.0`, or leave it out.',
      },
    );
  }
  const notesStart = previousTag ?? previous.notes?.name;
  const reading = await readSince(source, notesStart, folder, layout, squash);
  const required =
    notesStart === previous.stable?.name
      ? reading
      : await readSince(source, previous.stable?.name, folder, layout, squash);
  const mirrorUrl = module && !isPrivate(job) ? await findMirror(source.root, module.path, env) : undefined;
  const files = module
    ? await listModuleFiles(source.repository, source.commit, folder, listInner(folder, layout))
    : [];
  const programs = module
    ? await readPrograms(module, source, files, choices.build, env, job)
    : { built: [], unbuilt: [] };
  return {
    tag,
    commit: source.commit,
    committed: source.committed,
    module,
    modules: layout.modules,
    forge: describeForge(job),
    siblings: {
      modules: layout.modules,
      tags: new Set([...source.tags.map(({ name }) => name), ...planned]),
      commitTime: await readCommitTimes(module, source, layout),
    },
    files,
    mains: programs.built.map(({ importPath }) => importPath),
    unbuilt: programs.unbuilt,
    built: programs.built,
    toolchain:
      module && programs.built.length > 0
        ? await readReleaseToolchain(join(source.root, module.dir), env, job.context.toolCache)
        : undefined,
    previous,
    notesStart,
    reading,
    required: required.requirement,
    api: module && (await compareWith(previous.stable, module, source, layout, choices, env, job)),
    retractions,
    mirror: module
      ? await askMirror(mirrorUrl, {
          module: module.path,
          version: formatVersion(tag.version),
          commit: source.commit,
        })
      : { state: 'free' },
    mirrorUrl,
  };
}

/** A public mirror is never told the name of a private module. */
function isPrivate({ context }: Job): boolean {
  return (context.event.repository as { private?: unknown } | undefined)?.private === true;
}

function describeForge({ context }: Job): Forge {
  return { host: new URL(context.serverUrl).host, repository: context.repository };
}

async function readCommitTimes(
  module: GoModule | undefined,
  { repository }: Source,
  { modules }: Layout,
): Promise<(revision: string) => string | undefined> {
  const times = new Map<string, string>();
  for (const revision of module ? listSiblingRevisions(module, modules) : []) {
    const time = await readCommitTime(repository, revision);
    if (time) times.set(revision, time.toISOString().replace(/\.000Z$|\D/g, ''));
  }
  return (revision) => times.get(revision);
}

/** The API is compared with the previous stable version of the same module path: `/v2` begins anew. */
async function compareWith(
  stable: Tag | undefined,
  module: GoModule,
  source: Source,
  layout: Layout,
  { policy, build }: PlanChoices,
  env: GoEnvironment,
  job: Job,
): Promise<ApiDiff | undefined> {
  if (!stable || policy.bumpCheck === 'off') return undefined;
  const tag = `refs/tags/${stable.name}`;
  const goMod = parseReleased(await readFileAt(source.repository, tag, posix.join(module.dir, 'go.mod')));
  if (goMod?.module !== module.path) return undefined;
  const changed = await listChangedFiles(source.repository, tag, source.commit, module.dir);
  const own = changed.filter(
    (path) => !listInner(module.dir, layout).some((dir) => path.startsWith(`${dir}/`)),
  );
  if (!canChangeApi(own, goMod, module.goMod)) return { incompatible: [], compatible: [] };
  await using before = await source.checkOut(tag);
  const { targets, tags } = build;
  // Awaited here: the tree is gone when this function is left.
  return await compareApi(
    {
      module: module.path,
      before: join(before.root, module.dir),
      after: join(source.root, module.dir),
      targets,
      tags,
      env,
    },
    job,
  );
}

/** A released go.mod that Go could not read gives nothing to compare with. */
function parseReleased(text: string | undefined): GoMod | undefined {
  try {
    return text === undefined ? undefined : parseGoMod(text);
  } catch {
    return undefined;
  }
}

async function readPrograms(
  module: GoModule,
  { root }: Source,
  files: readonly ModuleFile[],
  { targets, tags, cgo, mains: wanted }: Inputs['build'],
  env: GoEnvironment,
  { signal }: Job,
): Promise<{ built: Main[]; unbuilt: string[] }> {
  const built = await findMains({ root, modules: [module], tags, cgo, env, signal, wanted, targets });
  if (wanted.length > 0) return { built, unbuilt: [] };
  const paths = files.map(({ path }) => path);
  const known = built.map(({ importPath }) => importPath);
  return { built, unbuilt: await findUnbuilt(module, join(root, module.dir), paths, known) };
}
