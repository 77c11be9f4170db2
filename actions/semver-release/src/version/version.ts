import semver from 'semver';

/** A version of SemVer 2.0.0. */
export type Version = {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `rc.1` as `['rc', '1']`; empty for a stable version. */
  readonly prerelease: readonly string[];
  readonly build: string;
};

const NUMBER = '(0|[1-9][0-9]*)';
const IDENTIFIER = '(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)';
/** SemVer's own expression (semver.org, "Is there a suggested regular expression"), with the `v` that Go requires. */
const STRICT = new RegExp(
  `^v${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$`,
);
const LONGEST = 128;

/** Parses `v1.2.3-rc.1+build`; `undefined` for everything else, however close. */
export function parseVersion(text: string): Version | undefined {
  const match = text.length <= LONGEST ? STRICT.exec(text) : null;
  if (!match) return undefined;
  const [major, minor, patch] = [match[1], match[2], match[3]].map(Number) as [number, number, number];
  if (![major, minor, patch].every(Number.isSafeInteger)) return undefined;
  return { major, minor, patch, prerelease: match[4]?.split('.') ?? [], build: match[5] ?? '' };
}

/** `v1.2.3-rc.1+build`. */
export function formatVersion({ major, minor, patch, prerelease, build }: Version): string {
  return `v${major}.${minor}.${patch}${prerelease.length > 0 ? `-${prerelease.join('.')}` : ''}${build && `+${build}`}`;
}

export function isStable(version: Version): boolean {
  return version.prerelease.length === 0;
}

/** The version without prerelease and build: what a prerelease leads to. */
export function coreOf({ major, minor, patch }: Version): Version {
  return { major, minor, patch, prerelease: [], build: '' };
}

/** SemVer precedence (section 11): negative when `a` comes before `b`; build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return semver.compare(formatVersion(a), formatVersion(b));
}

/** The highest of some versions; `undefined` when there are none. */
export function highestOf<T extends { readonly version: Version }>(versions: readonly T[]): T | undefined {
  return versions.reduce<T | undefined>(
    (highest, each) => (highest && compareVersions(highest.version, each.version) >= 0 ? highest : each),
    undefined,
  );
}
