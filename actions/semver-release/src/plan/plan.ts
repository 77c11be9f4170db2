import { digest } from '@go-actions/action-kit';
import type { GoModule, Retract } from '@go-actions/go-project';
import { bumpOfApi } from '../api/diff.ts';
import type { Breach } from '../go-rules/breach.ts';
import { judgeInstall } from '../go-rules/install.ts';
import { findPathFault, judgeRename, MISSING_DOT } from '../go-rules/module-path.ts';
import { judgeRepositoryPath } from '../go-rules/repository-path.ts';
import { judgeRequirements } from '../go-rules/requirements.ts';
import { judgeGoMod, judgeTag } from '../go-rules/tag-rules.ts';
import { judgeZip } from '../go-rules/zip-rules.ts';
import { type Bump, largerBump } from '../version/bump.ts';
import { areOnlyFixes, judgePolicy, type ReleaseType } from '../version/policy.ts';
import { formatVersion } from '../version/version.ts';
import type { PlanPolicy, ReleaseFacts, Strictness } from './facts.ts';
import { judgeBump } from './judge-bump.ts';
import { judgeBuildMetadata, judgeOrder, judgeRetraction } from './judge-version.ts';

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
    ['error', [...tagBreaches, ...judgeGoMod(module, facts.files), ...impossible]],
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
    [
      'warn',
      [
        ...doubtful,
        ...judgeRename(facts.previousPath, module.path, tag.version),
        ...judgeUnbuilt(unbuilt),
        ...judgePointers(facts.embeddedPointers),
      ],
    ],
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

function judgePointers(files: readonly string[]): Breach[] {
  if (files.length === 0) return [];
  return [
    {
      rule: 'Git LFS',
      found: `${files.slice(0, 5).join(', ')} ${files.length === 1 ? 'is' : 'are'} embedded and kept by Git LFS: whoever gets this version through Go gets the pointer and not the content`,
      remedy: 'Commit the content itself, unless only the binaries of the release matter.',
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
