import type { GoModule, Retract } from '@go-actions/go-project';
import type { ApiDiff } from '../api/diff.ts';
import type { Forge } from '../go-rules/repository-path.ts';
import type { Siblings } from '../go-rules/requirements.ts';
import type { ModuleFile } from '../go-rules/zip-rules.ts';
import type { MirrorFact } from '../mirror/mirror.ts';
import type { BumpRequirement, Reading, V0Policy } from '../version/bump.ts';
import type { Previous } from '../version/previous.ts';
import type { Tag } from '../version/tag.ts';

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
  /** Files that its packages embed and Git LFS keeps. */
  readonly embeddedPointers: readonly string[];
  /** Import paths of what will be built. */
  readonly mains: readonly string[];
  /** Import paths of programs that none of the targets gets. */
  readonly unbuilt: readonly string[];
  readonly previous: Previous;
  /** The module's path in the version before; `undefined` when there is none. */
  readonly previousPath: string | undefined;
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
