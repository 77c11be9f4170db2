import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ActionError, type Job, type JobContext } from '@go-actions/action-kit';
import { isHelper } from '@go-actions/go-build';
import type { GoModule } from '@go-actions/go-project';
import picomatch from 'picomatch';
import { chooseChannel } from '../../channels/channel.ts';
import { chooseNext, findBases } from '../../channels/next.ts';
import type { Breach } from '../../go-rules/breach.ts';
import { splitPath } from '../../go-rules/module-path.ts';
import { releaseFolder } from '../../go-rules/repository-path.ts';
import { findTaggedModule } from '../../go-rules/tag-rules.ts';
import type { Inputs } from '../../inputs.ts';
import type { Source } from '../../source/io/source.ts';
import { isRetracted } from '../../version/retractions.ts';
import { makeTag, parseTag, type Tag } from '../../version/tag.ts';
import { listUsableTags } from '../../version/usable.ts';
import { sortByDependency } from '../dependency-order.ts';
import { type Layout, listCandidates, readRetractions, readSince } from './layout.ts';

export type Chosen = {
  readonly driver: 'tag' | 'commit';
  readonly because: string;
  readonly tags: readonly { readonly tag: Tag; readonly module: GoModule | undefined }[];
  readonly refusals: readonly Breach[];
};

/** The driver: a pushed tag is released as it is, anything else by its commits. */
export function chooseDriver({ driver }: Inputs['version'], context: JobContext): 'tag' | 'commit' {
  return driver ?? (tagName(context) === undefined ? 'commit' : 'tag');
}

/** The tag of the run. The strict form is asked before anything else sees the name: git takes names such as `v1.0.0$(id)`. */
export function readTag(context: JobContext): Tag {
  const name = tagName(context);
  if (name === undefined) {
    throw new ActionError(`This run is for ${JSON.stringify(context.ref)}, which is not a tag.`, {
      remedy: "Start the workflow with `on: push: tags: ['v*.*.*', '**/v*.*.*']`, or set `driver: commit`.",
    });
  }
  const tag = parseTag(name);
  if (tag) return tag;
  throw new ActionError(`The tag ${JSON.stringify(name.slice(0, 200))} is no release tag.`, {
    remedy:
      'Expected `v` and a version of SemVer 2.0.0, such as `v1.5.0` or `v1.5.0-rc.1`, or `folder/v1.5.0` for a module in a folder.',
  });
}

function tagName({ ref, refType, refName }: JobContext): string | undefined {
  return /^refs\/tags\/(.+)$/s.exec(ref)?.[1] ?? (refType === 'tag' ? refName : undefined);
}

/** The inputs that say what is released, and under which version. */
export type TagChoices = Pick<Inputs, 'place' | 'version' | 'policy'>;

/** The tag of the run with its module, or those that the commits ask for, each module before those that require it. */
export async function chooseTags(
  source: Source,
  layout: Layout,
  choices: TagChoices,
  { context }: Job,
): Promise<Chosen> {
  const candidates = listCandidates(layout, source.prefix);
  if (chooseDriver(choices.version, context) === 'tag') {
    const tag = readTag(context);
    const module = choices.place.kind === 'go' ? findTaggedModule(tag, candidates) : undefined;
    const refusals = choices.place.kind === 'go' ? [] : judgeFolder(tag, source);
    return { driver: 'tag', because: `${tag.name} was pushed`, tags: [{ tag, module }], refusals };
  }
  return chooseFromCommits(source, layout, candidates, choices, context);
}

/** What is no Go module has no rule for its folder; but a tag of a folder that is not there would have no commits. */
function judgeFolder({ name, dir }: Tag, { root }: Source): Breach[] {
  if (existsSync(join(root, dir))) return [];
  return [
    {
      rule: 'tag prefix',
      found: `${name} is a tag for ${dir}/, and the commit has no such folder`,
      remedy: `Tag ${name.slice(dir.length + 1)} for the whole repository, or the folder by its name.`,
    },
  ];
}

async function chooseFromCommits(
  source: Source,
  layout: Layout,
  candidates: readonly GoModule[],
  { place, version, policy }: TagChoices,
  context: JobContext,
): Promise<Chosen> {
  const { branches, squash } = version;
  // A pull request shows what its base branch would release once it is merged, and so does a queue of them.
  const branch = context.baseRef || readQueueBase(context) || context.refName;
  const channel = chooseChannel(branch, branches, context.defaultBranch);
  if (channel.kind === 'none') return { driver: 'commit', because: channel.reason, tags: [], refusals: [] };

  const reasons: string[] = [];
  const refusals: Breach[] = [];
  const tags: { tag: Tag; module: GoModule | undefined }[] = [];
  const modules = place.kind === 'go' ? chooseModules(candidates, place.modules, source) : [undefined];
  for (const module of modules) {
    const dir = module ? releaseFolder(module) : '.';
    const retractions = await readRetractions(source, module, dir, undefined);
    const pathMajor = module && splitPath(module.path)?.major;
    const usable = listUsableTags(source.tags, dir, module && (pathMajor ?? 'none'), retractions);
    const bases = findBases(usable, channel);
    const since = (name: string | undefined) => readSince(source, name, module?.dir ?? dir, layout, squash);
    const sinceStable = await since(bases.stable?.name);
    const next = chooseNext({
      channel,
      pathMajor,
      tags: usable,
      retracted: source.tags
        .filter((tag) => tag.dir === dir && isRetracted(tag.version, retractions))
        .map(({ version }) => version),
      sinceStable,
      sinceNewest: bases.newest?.name === bases.stable?.name ? sinceStable : await since(bases.newest?.name),
      v0: policy.v0,
    });
    const where = modules.length > 1 ? `${dir === '.' ? 'the root' : dir}: ` : '';
    if ('refused' in next) refusals.push(next.refused);
    else if ('none' in next) reasons.push(where + next.none);
    else {
      tags.push({ tag: makeTag(dir, next.version), module });
      reasons.unshift(where + next.because);
    }
  }
  const released = reasons.slice(0, Math.max(1, tags.length));
  return { driver: 'commit', because: released.join('; '), tags: sortByDependency(tags), refusals };
}

/** The branch that a merge queue merges into (`merge_group`, whose own branch is `gh-readonly-queue/…`). */
function readQueueBase({ event }: JobContext): string | undefined {
  const { base_ref: base } = (event.merge_group ?? {}) as { base_ref?: unknown };
  return typeof base === 'string' ? base.replace(/^refs\/heads\//, '') : undefined;
}

/** A module that goes with a product, such as an example, is released once it has a tag, or when it is asked for. */
function chooseModules(
  candidates: readonly GoModule[],
  wanted: readonly string[],
  source: Source,
): readonly GoModule[] {
  if (wanted.length === 0) {
    const tagged = new Set(source.tags.map(({ dir }) => dir));
    return candidates.filter((module) => !isHelper(module.dir) || tagged.has(releaseFolder(module)));
  }
  const isWanted = picomatch([...wanted]);
  const chosen = candidates.filter(({ dir }) => isWanted(dir));
  if (chosen.length > 0) return chosen;
  throw new ActionError(`\`modules\` is "${wanted.join(' ')}", and no module is in such a folder.`, {
    remedy: `There are modules in ${candidates.map(({ dir }) => dir).join(', ')}.`,
  });
}
