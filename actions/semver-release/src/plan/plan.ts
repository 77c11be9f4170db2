import type { GoModule } from '@go-actions/go-project';
import {
  type Bump,
  isEnough,
  nextVersion,
  type Reading,
  type Requirement,
  type V0Policy,
} from '../commits/bump.ts';
import { type Breach, judgeInstall, judgeTag } from '../go-rules/tag-rules.ts';
import { judgePolicy, type ReleaseType } from '../version/policy.ts';
import type { Previous } from '../version/previous.ts';
import type { Tag } from '../version/tag.ts';
import { formatVersion } from '../version/version.ts';

export type Strictness = 'error' | 'warn' | 'off';

export type PlanPolicy = {
  readonly kind: 'go' | 'artefact';
  readonly v0: V0Policy;
  readonly buildMetadata: 'reject' | 'allow';
  readonly bumpCheck: Strictness;
  readonly installCheck: Strictness;
};

export type PlanFacts = {
  readonly tag: Tag;
  readonly commit: string;
  /** The commit's own time: the only clock of a release. */
  readonly committed: Date;
  /** Folders relative to the repository's root; empty for an artefact. */
  readonly modules: readonly GoModule[];
  /** Import paths of what will be built; `undefined` when nobody has looked. */
  readonly mains: readonly string[] | undefined;
  readonly previous: Previous;
  /** The commits since the tag at which the notes start. */
  readonly reading: Reading;
  /** What the commits since the last stable version ask for. */
  readonly required: Requirement;
};

/** What will be released: plain data, the same in every job that plans the same commit. */
export type ReleasePlan = {
  readonly kind: 'go' | 'artefact';
  readonly tag: string;
  /** Without `v`. */
  readonly version: string;
  readonly commit: string;
  /** ISO 8601, from the commit. */
  readonly committed: string;
  readonly type: ReleaseType;
  readonly prerelease: boolean;
  readonly previous: string | undefined;
  readonly module: { readonly path: string; readonly dir: string } | undefined;
  readonly mains: readonly string[];
  readonly required: Bump;
};

export type Planned = {
  readonly plan: ReleasePlan;
  /** Each one keeps the release from happening. */
  readonly refusals: readonly Breach[];
  readonly warnings: readonly Breach[];
};

const NAME_OF_BUMP: Readonly<Record<Bump, string>> = {
  major: 'a breaking change',
  minor: 'a feature',
  patch: 'a fix',
  none: 'nothing',
};

/** Decides whether the tag may be released, and what that means; pure, so that a dry run shows the real thing. */
export function planRelease(facts: PlanFacts, policy: PlanPolicy): Planned {
  const { tag, commit, committed, previous, required } = facts;
  const judged = policy.kind === 'go' ? judgeTag(tag, facts.modules) : { module: undefined, breaches: [] };
  const installs = judged.module && (facts.mains?.length ?? 0) > 0 ? judgeInstall(judged.module) : [];
  const graded: [Strictness, readonly Breach[]][] = [
    ['error', judged.breaches],
    ['error', judgeBuildMetadata(tag, policy)],
    ['error', judgeOrder(tag, previous)],
    [policy.bumpCheck, judgeBump(tag, previous, required, policy.v0)],
    [policy.installCheck, installs],
  ];
  const gradedAs = (grade: Strictness) =>
    graded.flatMap(([strictness, breaches]) => (strictness === grade ? breaches : []));
  const { type, prerelease } = judgePolicy(tag.version);
  const plan: ReleasePlan = {
    kind: policy.kind,
    tag: tag.name,
    version: formatVersion(tag.version).slice(1),
    commit,
    committed: committed.toISOString(),
    type,
    prerelease,
    previous: previous.notes?.name,
    module: judged.module && { path: judged.module.path, dir: judged.module.dir },
    mains: facts.mains ?? [],
    required: required.bump,
  };
  return { plan, refusals: gradedAs('error'), warnings: gradedAs('warn') };
}

function judgeBuildMetadata({ version }: Tag, { kind, buildMetadata }: PlanPolicy): Breach[] {
  if (version.build === '' || kind === 'artefact' || buildMetadata === 'allow') return [];
  const plain = formatVersion({ ...version, build: '' });
  return [
    {
      rule: 'build metadata',
      found: `${formatVersion(version)} carries build metadata, and Go does not list such versions`,
      remedy: `Tag ${plain} instead, or set \`build-metadata: allow\` when nobody imports this module.`,
    },
  ];
}

/** A version below one that is part of it would be newer code under an older number. */
function judgeOrder(tag: Tag, { ahead }: Previous): Breach[] {
  if (!ahead) return [];
  return [
    {
      rule: 'order',
      found: `${tag.name} comes after ${ahead.name}, which is an ancestor of its commit`,
      remedy: `Release a version above ${ahead.name}.`,
    },
  ];
}

function judgeBump(tag: Tag, { stable }: Previous, required: Requirement, v0: V0Policy): Breach[] {
  if (!stable || isEnough(tag.version, stable.version, required.bump, v0)) return [];
  const wanted = formatVersion(nextVersion(stable.version, required.bump, v0));
  const shown = required.because
    .slice(0, 5)
    .map(({ sha, subject }) => `${sha.slice(0, 7)} "${subject.slice(0, 100)}"`);
  const more = required.because.length - shown.length;
  return [
    {
      rule: 'bump',
      found: `${tag.name} is too small: since ${stable.name} there is ${NAME_OF_BUMP[required.bump]} (${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''})`,
      remedy: `Release at least ${wanted}, or set \`bump-check: warn\`.`,
    },
  ];
}
