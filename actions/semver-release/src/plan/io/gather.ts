import { join, relative } from 'node:path';
import { ActionError, type Job } from '@go-actions/action-kit';
import { findMains, findUnbuilt, type Main } from '@go-actions/go-build';
import { type GoModule, listPackages } from '@go-actions/go-project';
import type { GoEnvironment } from '../../build/closed-go.ts';
import { readReleaseToolchain } from '../../build/io/release-toolchain.ts';
import type { Toolchain } from '../../build/toolchain.ts';
import type { Forge } from '../../go-rules/repository-path.ts';
import { listSiblingRevisions } from '../../go-rules/requirements.ts';
import type { Inputs } from '../../inputs.ts';
import { askMirror, findMirror } from '../../mirror/io/lookup.ts';
import { listModuleFiles, readCommitTime } from '../../source/io/history.ts';
import type { Source } from '../../source/io/source.ts';
import { findPrevious } from '../../version/previous.ts';
import { isRetracted } from '../../version/retractions.ts';
import type { Tag } from '../../version/tag.ts';
import { formatVersion } from '../../version/version.ts';
import type { ReleaseFacts } from '../facts.ts';
import {
  type Layout,
  listInner,
  type PlanChoices,
  readReleasedGoMod,
  readRetractions,
  readSince,
} from './layout.ts';
import { compareWithPrevious } from './previous-api.ts';

export type Wanted = {
  readonly tag: Tag;
  readonly module: GoModule | undefined;
  /** Names of all tags that this run plans. */
  readonly planned: readonly string[];
};

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
    source.tags.filter(({ name }) => name !== tag.name),
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
    ? await readPrograms(module, source, choices.build, env, job)
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
    embeddedPointers: module ? await findEmbeddedPointers(module, source, choices.build.tags, env, job) : [],
    mains: programs.built.map(({ importPath }) => importPath),
    unbuilt: programs.unbuilt,
    built: programs.built,
    toolchain:
      module && programs.built.length > 0
        ? await readReleaseToolchain(join(source.root, module.dir), env, job.context.toolCache)
        : undefined,
    previous,
    previousPath:
      module && previous.stable && (await readReleasedGoMod(source, previous.stable, module.dir))?.module,
    notesStart,
    reading,
    required: required.requirement,
    api: module && (await compareWithPrevious(previous.stable, module, source, layout, choices, env, job)),
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

async function findEmbeddedPointers(
  { dir }: GoModule,
  { root, lfsFiles }: Source,
  tags: readonly string[],
  env: GoEnvironment,
  { signal }: Job,
): Promise<string[]> {
  if (lfsFiles.length === 0) return [];
  const packages = await listPackages({
    dir: join(root, dir),
    patterns: ['./...'],
    tags,
    env,
    fields: ['Dir', 'EmbedFiles'],
    signal,
  });
  const embedded = new Set(
    packages.flatMap(({ Dir = '', EmbedFiles = [] }) =>
      EmbedFiles.map((file) => relative(root, join(Dir, file))),
    ),
  );
  return lfsFiles.filter((path) => embedded.has(path));
}

async function readPrograms(
  module: GoModule,
  { root, prefix }: Source,
  { targets, tags, cgo, mains: wanted }: Inputs['build'],
  env: GoEnvironment,
  { signal }: Job,
): Promise<{ built: Main[]; unbuilt: string[] }> {
  if (wanted.length === 1 && wanted[0] === 'none') return { built: [], unbuilt: [] };
  const built = await findMains({ root, prefix, modules: [module], tags, cgo, env, signal, wanted, targets });
  if (wanted.length > 0) return { built, unbuilt: [] };
  const known = built.map(({ importPath }) => importPath);
  return { built, unbuilt: await findUnbuilt(module, join(root, module.dir), known) };
}
