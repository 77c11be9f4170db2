import type { Breach } from '../go-rules/breach.ts';
import { type Bump, nextVersion, type Reading, type V0Policy } from '../version/bump.ts';
import type { KnownTag } from '../version/tag.ts';
import {
  compareVersions,
  coreOf,
  formatVersion,
  highestOf,
  isStable,
  parseVersion,
  type Version,
} from '../version/version.ts';
import { type Channel, formatLine, isOfLine } from './channel.ts';

export type NextFacts = {
  readonly channel: Exclude<Channel, { kind: 'none' }>;
  /** The major version of the module path: 2 for `m.test/app/v2`, `undefined` for 0 and 1. */
  readonly pathMajor: number | undefined;
  /** Tags of the module's folder that Go sees and that are not retracted. */
  readonly tags: readonly KnownTag[];
  /** Versions that are retracted: never gone on from, and never given again. */
  readonly retracted: readonly Version[];
  /** Commits since `findBases(…).stable`, and since `findBases(…).newest`. */
  readonly sinceStable: Reading;
  readonly sinceNewest: Reading;
  readonly v0: V0Policy;
};

export type Next =
  | { readonly version: Version; readonly because: string }
  | { readonly none: string }
  | { readonly refused: Breach };

type Bases = { readonly stable: KnownTag | undefined; readonly newest: KnownTag | undefined };

/** The versions that a computed one starts from, among those that the commit contains. */
export function findBases(tags: readonly KnownTag[], channel: NextFacts['channel']): Bases {
  const behind = tags.filter(
    ({ place, version }) =>
      (place === 'ancestor' || (place === 'here' && !isStable(version))) &&
      (channel.kind !== 'maintenance' || isOfLine(version, channel.line)) &&
      (channel.kind !== 'prerelease' || isStable(version) || version.prerelease[0] === channel.name),
  );
  return { stable: highestOf(behind.filter(({ version }) => isStable(version))), newest: highestOf(behind) };
}

/**
 * Computes the version of a commit on a branch. A commit that has its version keeps it, so that a run after a crash finishes
 * the same release; a prerelease that was tagged before sets the least version that it leads to.
 */
export function chooseNext(facts: NextFacts): Next {
  const { channel, tags } = facts;
  const done = highestOf(tags.filter((tag) => tag.place === 'here' && isOfChannel(tag.version, channel)));
  if (done) return { version: done.version, because: `${done.name} is at this commit` };
  const beyond = tags.find(
    ({ place, version }) =>
      (place === 'descendant' && isOfChannel(version, channel)) ||
      ((place === 'descendant' || place === 'here') && channel.kind === 'prerelease' && isStable(version)),
  );
  if (beyond) return { none: `this commit is part of ${beyond.name}` };

  const bases = findBases(tags, channel);
  const fresh = facts.sinceNewest;
  const earlier = findAsked(facts.sinceStable.releaseAs, tags);
  if (earlier?.place === 'here')
    return { version: earlier.version, because: `${earlier.name} is at this commit` };
  // A footer asks once: after the version that it asked for it has no say.
  const asked = fresh.releaseAs ?? (earlier?.place === 'ancestor' ? undefined : facts.sinceStable.releaseAs);
  const promotes =
    channel.kind !== 'prerelease' && bases.newest !== undefined && !isStable(bases.newest.version);
  const since = bases.newest ? ` since ${bases.newest.name}` : '';
  if (fresh.requirement.bump === 'none' && !promotes && fresh.releaseAs === undefined)
    return { none: `no commit${since} asks for a release` };

  const explicit = asked === undefined ? undefined : parseAsked(asked);
  if (asked !== undefined && !explicit)
    return refuse(
      'Release-As',
      `\`Release-As: ${asked.slice(0, 80)}\` is not a version`,
      'Write a version of SemVer 2.0.0, such as `Release-As: v1.0.0`.',
    );
  const bump = facts.sinceStable.requirement.bump;
  const core = explicit ? coreOf(explicit) : leastCore(bases, bump, facts);
  const computed = channel.kind === 'prerelease' ? nextPrerelease(core, channel.name, tags) : core;
  const isExact = explicit && (channel.kind !== 'prerelease' || !isStable(explicit));
  const version = isExact ? explicit : stepOver(computed, facts.retracted);
  return judgeNext(
    version,
    facts,
    bases,
    explicit ? `\`Release-As: ${asked}\`` : describe(bump, facts.sinceStable, bases.stable),
  );
}

function parseAsked(footer: string): Version | undefined {
  return parseVersion(footer.startsWith('v') ? footer : `v${footer}`);
}

/** The tag of the version that a `Release-As` footer asks for. */
function findAsked(footer: string | undefined, tags: readonly KnownTag[]): KnownTag | undefined {
  const version = footer === undefined ? undefined : parseAsked(footer);
  return version && tags.find((tag) => compareVersions(tag.version, version) === 0);
}

function judgeNext(
  version: Version,
  { channel, tags }: NextFacts,
  { stable, newest }: Bases,
  because: string,
): Next {
  const name = formatVersion(version);
  const taken = tags.find((tag) => compareVersions(tag.version, version) === 0);
  if (taken) {
    return refuse(
      'taken',
      `${name} would be next (${because}), and ${taken.name} is at another commit`,
      'Merge that commit into this branch, or name another version with a `Release-As: vX.Y.Z` footer.',
    );
  }
  const elsewhere = stable ? undefined : highestOf(tags.filter((tag) => isStableElsewhere(tag, channel)));
  if (elsewhere && compareVersions(version, elsewhere.version) < 0) {
    return refuse(
      'order',
      `${name} would be next (${because}), and ${elsewhere.name}, which is higher, is no part of this branch`,
      'Merge that commit into this branch, or name a version above it with a `Release-As: vX.Y.Z` footer.',
    );
  }
  const base = stable ?? newest;
  if (base && compareVersions(version, base.version) <= 0)
    return refuse(
      'order',
      `${name} (${because}) does not come after ${base.name}`,
      `Ask for a version above ${base.name}.`,
    );
  if (channel.kind === 'maintenance' && !isOfLine(version, channel.line)) {
    return refuse(
      'maintenance branch',
      `${name} would be next (${because}), which is not of the line ${formatLine(channel.line)} that this branch maintains`,
      'Release it from the main branch, or revert what asks for it.',
    );
  }
  return { version, because };
}

/** Released from another branch, such as one of its own for each version. */
function isStableElsewhere({ place, version }: KnownTag, channel: NextFacts['channel']): boolean {
  return (
    place === 'elsewhere' &&
    isStable(version) &&
    (channel.kind !== 'maintenance' || isOfLine(version, channel.line))
  );
}

/** A prerelease covers a bump when its core could be the result of one (SemVer: `1.3.0-rc.1` leads to 1.3.0, a minor). */
function leastCore(
  { stable, newest }: Bases,
  bump: Bump,
  { pathMajor, sinceNewest, v0 }: NextFacts,
): Version {
  const major = pathMajor ?? 0;
  const first: Version = { major, minor: major === 0 ? 1 : 0, patch: 0, prerelease: [], build: '' };
  const measured = stable ? nextVersion(stable.version, bump, v0) : undefined;
  const led = newest && !isStable(newest.version) ? coreOf(newest.version) : undefined;
  const leading =
    led && !stable && !covers(led, sinceNewest.requirement.bump, v0)
      ? nextVersion(led, sinceNewest.requirement.bump, v0)
      : led;
  const candidates = [measured, leading].filter((each) => each !== undefined).map((version) => ({ version }));
  const highest = highestOf(candidates)?.version ?? first;
  return pathMajor !== undefined && highest.major < pathMajor ? first : highest;
}

function covers({ major, minor, patch }: Version, bump: Bump, v0: V0Policy): boolean {
  if (bump === 'major' && !(major === 0 && v0 === 'minor')) return minor === 0 && patch === 0;
  return bump === 'minor' || bump === 'major' ? patch === 0 : true;
}

function nextPrerelease(core: Version, channel: string, tags: readonly KnownTag[]): Version {
  const numbers = tags
    .filter(
      ({ version }) =>
        !isStable(version) &&
        compareVersions(coreOf(version), core) === 0 &&
        version.prerelease[0] === channel,
    )
    .map(({ version }) => Number(version.prerelease[1] ?? 0))
    .filter(Number.isSafeInteger);
  return { ...core, prerelease: [channel, String(Math.max(0, ...numbers) + 1)] };
}

/** A version that was taken back is spent; the next patch is not. */
function stepOver(version: Version, retracted: readonly Version[]): Version {
  let free = version;
  while (retracted.some((each) => compareVersions(each, free) === 0))
    free = { ...free, patch: free.patch + 1 };
  return free;
}

function isOfChannel(version: Version, channel: NextFacts['channel']): boolean {
  if (channel.kind === 'prerelease') return !isStable(version) && version.prerelease[0] === channel.name;
  return isStable(version) && (channel.kind === 'release' || isOfLine(version, channel.line));
}

function describe(bump: Bump, { requirement }: Reading, stable: KnownTag | undefined): string {
  const [first] = requirement.because;
  const subject = first && `"${first.subject.slice(0, 100)}" (${first.sha.slice(0, 7)})`;
  const what = { major: 'a breaking change', minor: 'a feature', patch: 'a fix', none: 'no change' }[bump];
  const since = stable ? ` since ${stable.name}` : '';
  if (!subject) return `there is ${what} beyond the prerelease${since}`;
  const more = requirement.because.length - 1;
  return `there is ${what}${since}: ${subject}${more > 0 ? ` and ${more} more` : ''}`;
}

function refuse(rule: string, found: string, remedy: string): Next {
  return { refused: { rule, found, remedy } };
}
