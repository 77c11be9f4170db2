import { digest } from '@go-actions/action-kit';
import type { GoModule, Retract } from '@go-actions/go-project';
import { type ApiDiff, bumpOfApi } from '../api/diff.ts';
import type { Breach } from '../go-rules/breach.ts';
import { judgeInstall } from '../go-rules/install.ts';
import { findPathFault, MISSING_DOT } from '../go-rules/module-path.ts';
import { type Forge, judgeRepositoryPath } from '../go-rules/repository-path.ts';
import { judgeRequirements, type Siblings } from '../go-rules/requirements.ts';
import { judgeTag } from '../go-rules/tag-rules.ts';
import { judgeZip, type ModuleFile } from '../go-rules/zip-rules.ts';
import type { MirrorFact } from '../mirror/mirror.ts';
import {
  type Bump,
  type BumpRequirement,
  isEnough,
  largerBump,
  nextVersion,
  type Reading,
  type V0Policy,
} from '../version/bump.ts';
import { areOnlyFixes, judgePolicy, type ReleaseType } from '../version/policy.ts';
import type { Previous } from '../version/previous.ts';
import { isRetracted } from '../version/retractions.ts';
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

/** What is known about one release before it is judged. */
export type ReleaseFacts = {
  readonly tag: Tag;
  readonly commit: string;
  /** The commit's own time: the only clock of a release. */
  readonly committed: Date;
  readonly module: GoModule | undefined;
  /** Every module of the commit; empty for an artefact. */
  readonly modules: readonly GoModule[];
  readonly forge: Forge;
  readonly siblings: Siblings;
  readonly files: readonly ModuleFile[];
  /** Import paths of what will be built. */
  readonly mains: readonly string[];
  /** Import paths of programs that none of the targets gets. */
  readonly unbuilt: readonly string[];
  readonly previous: Previous;
  /** Where the notes start: `previous.notes`, unless the user chose another tag. */
  readonly notesStart: string | undefined;
  /** The commits since the tag at which the notes start. */
  readonly reading: Reading;
  /** What the commits since the last stable version ask for. */
  readonly required: BumpRequirement;
  /** The change of the exported API since then; `undefined` when there is none to compare. */
  readonly api: ApiDiff | undefined;
  /** Of the version whose go.mod Go asks. */
  readonly retractions: readonly Retract[];
  readonly mirror: MirrorFact;
  /** The mirror that was asked: it is told when the version is there. */
  readonly mirrorUrl: string | undefined;
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
  /** Whether the commits are only fixes. */
  readonly onlyFixes: boolean;
  readonly previous: string | undefined;
  readonly module: { readonly path: string; readonly dir: string } | undefined;
  readonly mains: readonly string[];
  readonly required: Bump;
  /** Versions that Go hides; never the latest release. */
  readonly retractions: readonly Retract[];
};

/** One run's releases: the modules of one commit, each before those that require it. */
export type Plan = {
  /** Digest of everything below: the same for a dry run and the real one. */
  readonly id: string;
  readonly driver: 'tag' | 'commit';
  /** Why it is this version, or why there is none. */
  readonly because: string;
  readonly releases: readonly ReleasePlan[];
};

export type Planned = {
  readonly plan: ReleasePlan;
  /** Each one keeps the release from happening. */
  readonly refusals: readonly Breach[];
  readonly warnings: readonly Breach[];
  /** What could not be found out, one sentence each. */
  readonly unknown: readonly string[];
};

export function makePlan(driver: Plan['driver'], because: string, releases: readonly ReleasePlan[]): Plan {
  return { id: digest(JSON.stringify([driver, releases]), 16), driver, because, releases };
}

/** Decides whether a tag may be released, and what that means; pure, so that a dry run shows the real thing. */
export function planRelease(facts: ReleaseFacts, policy: PlanPolicy): Planned {
  const { tag, commit, committed, module, previous, mirror } = facts;
  const required = requireOf(facts);
  const graded: [Strictness, readonly Breach[]][] = [
    ...(policy.kind === 'go' ? judgeGo(facts, policy) : []),
    ['error', judgeBuildMetadata(tag, policy)],
    ['error', judgeOrder(tag, previous)],
    ['error', mirror.state === 'conflict' ? [mirror.breach] : []],
    [policy.bumpCheck, judgeBump(facts, required, policy.v0)],
    ['warn', judgeRetraction(tag, facts.retractions)],
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
    onlyFixes: areOnlyFixes(facts.reading.changes, facts.reading.others.length),
    previous: facts.notesStart,
    module: module && { path: module.path, dir: module.dir },
    mains: facts.mains,
    required,
    retractions: facts.retractions,
  };
  const unknown = mirror.state === 'unknown' ? [mirror.reason] : [];
  return { plan, refusals: gradedAs('error'), warnings: gradedAs('warn'), unknown };
}

function requireOf({ required, api }: ReleaseFacts): Bump {
  return api ? largerBump(required.bump, bumpOfApi(api)) : required.bump;
}

/** What Go will make of the tag. What only `go get` and `go install` trip over is graded by `install-check`. */
function judgeGo(facts: ReleaseFacts, { installCheck }: PlanPolicy): [Strictness, readonly Breach[]][] {
  const { tag, module, modules, mains, unbuilt } = facts;
  const tagBreaches = judgeTag(tag, module, modules);
  if (!module) return [['error', tagBreaches]];
  const { impossible, unlikely, doubtful } = judgeRepositoryPath(module, modules, facts.forge);
  const installs = mains.length > 0 ? judgeInstall(module) : [];
  return [
    ['error', [...tagBreaches, ...impossible]],
    [
      installCheck,
      [
        ...unlikely,
        ...judgeFetchable(module),
        ...judgeZip(facts.files),
        ...judgeRequirements(module, facts.siblings),
        ...installs,
      ],
    ],
    ['warn', [...doubtful, ...judgeUnbuilt(unbuilt)]],
  ];
}

function judgeFetchable({ path }: GoModule): Breach[] {
  if (findPathFault(path) !== MISSING_DOT) return [];
  return [
    {
      rule: 'path form',
      found: `go.mod says \`module ${path}\`, which ${MISSING_DOT}`,
      remedy:
        'Begin the path with the host of the repository, or set `install-check: warn` when only the binaries matter.',
    },
  ];
}

function judgeUnbuilt(programs: readonly string[]): Breach[] {
  if (programs.length === 0) return [];
  return [
    {
      rule: 'targets',
      found: `${programs.join(', ')} cannot be built for any of the \`targets\``,
      remedy:
        'If it is to be released, add a target that its build constraints allow, or set `cgo: true` when it needs C.',
    },
  ];
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
      found: `${tag.name} comes before ${ahead.name} in the order of versions, and ${ahead.name} is an ancestor of its commit`,
      remedy: `Release a version above ${ahead.name} (numbers count as numbers only when they stand alone, as in \`rc.10\`), or retract that one in go.mod.`,
    },
  ];
}

function judgeRetraction({ name, version }: Tag, retractions: readonly Retract[]): Breach[] {
  if (!isRetracted(version, retractions)) return [];
  return [
    {
      rule: 'retract',
      found: `${name} is retracted by go.mod, so that Go hides it from everyone who does not ask for it`,
      remedy: 'That is how a version takes others back; it will not be the latest release.',
    },
  ];
}

const NAME_OF_BUMP: Readonly<Record<Bump, string>> = {
  major: 'a breaking change',
  minor: 'a feature',
  patch: 'a fix',
  none: 'nothing',
};
const MOST_SHOWN = 5;

function judgeBump(facts: ReleaseFacts, bump: Bump, v0: V0Policy): Breach[] {
  const { tag, previous, required, api } = facts;
  const { stable } = previous;
  if (!stable || isEnough(tag.version, stable.version, bump, v0)) return [];
  const wanted = formatVersion(nextVersion(stable.version, bump, v0));
  const commits = required.bump === bump ? required.because : [];
  const symbols =
    api && bumpOfApi(api) === bump ? (bump === 'major' ? api.incompatible : api.compatible) : [];
  const reasons = [
    ...commits.map(({ sha, subject }) => `${sha.slice(0, 7)} "${subject.slice(0, 100)}"`),
    ...symbols.map((symbol) => `API: ${symbol.slice(0, 200)}`),
  ];
  const more = reasons.length - MOST_SHOWN;
  return [
    {
      rule: 'bump',
      found: `${tag.name} is too small: since ${stable.name} there is ${NAME_OF_BUMP[bump]} (${reasons.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''})`,
      remedy: `Release at least ${wanted}, or set \`bump-check: warn\`.`,
    },
  ];
}
