import semver from 'semver';

/** Which Go is wanted: `text` as written, `from` where it was written, in words for people. */
export type VersionRequest = { readonly text: string; readonly from: string };

/** Go's version names (`1.26.8`, `1.27rc1`, with or without `go`) in semver's form; undefined for anything else. */
export function toSemver(version: string): string | undefined {
  const match = /^(?:go)?(\d+)\.(\d+)(?:\.(\d+))?(?:(beta|rc)(\d+))?$/.exec(version.trim());
  if (!match) return undefined;
  const [, major, minor, patch = '0', stage, number] = match;
  return `${major}.${minor}.${patch}${stage ? `-${stage}.${number}` : ''}`;
}

/** The range that a request stands for: `stable`, `oldstable`, or a semver range. Throws `expected …`. */
export function parseVersionRequest(text: string): 'stable' | 'oldstable' | semver.Range {
  const wanted = text.trim().replace(/^go(?=\d)/, '');
  if (wanted === 'stable' || wanted === 'latest') return 'stable';
  if (wanted === 'oldstable') return 'oldstable';
  // A release candidate and a full version mean themselves; `1.26` means its newest patch.
  const exact = /^\d+\.\d+(\.\d+|(\.\d+)?(beta|rc)\d+)$/.test(wanted) ? toSemver(wanted) : undefined;
  const range = semver.validRange(exact ?? wanted.replace(/^(\d+(?:\.\d+)?)$/, '~$1'));
  if (wanted === '' || range === null) {
    throw new Error('expected a Go version such as "1.26.8", "1.26", "^1.25", "stable" or "oldstable"');
  }
  return new semver.Range(range);
}

/** Whether one exact Go version is what the request asks for; `stable` and `oldstable` need the list of releases. */
export function satisfies(version: string, wanted: string): boolean {
  const range = parseVersionRequest(wanted);
  const exact = toSemver(version);
  return typeof range !== 'string' && exact !== undefined && range.test(exact);
}

/** The newest of `releases` that fits the request; release candidates only when it names one. */
export function chooseRelease(releases: readonly string[], wanted: string): string | undefined {
  const range = parseVersionRequest(wanted);
  const known = releases
    .map((release) => ({ release, version: toSemver(release) }))
    .filter((entry): entry is { release: string; version: string } => entry.version !== undefined)
    .sort((a, b) => semver.rcompare(a.version, b.version));
  if (typeof range !== 'string') return known.find(({ version }) => range.test(version))?.release;
  const stable = known.filter(({ version }) => semver.prerelease(version) === null);
  const newest = stable[0];
  if (range === 'stable' || !newest) return newest?.release;
  return stable.find(({ version }) => semver.minor(version) !== semver.minor(newest.version))?.release;
}

/** Up to three releases that the user may have meant: of the same minor, else the newest. */
export function nearestReleases(releases: readonly string[], wanted: string): string[] {
  const sorted = releases
    .filter((release) => toSemver(release) !== undefined)
    .sort((a, b) => semver.rcompare(toSemver(a) ?? '0.0.0', toSemver(b) ?? '0.0.0'));
  const minor = /\d+\.\d+/.exec(wanted)?.[0];
  const related = sorted.filter(
    (release) => minor !== undefined && release.replace(/^go/, '').startsWith(`${minor}.`),
  );
  return (related.length > 0 ? related : sorted).slice(0, 3);
}

/** Whether `version` is at least `required`, both as Go writes them; a language version such as `1.26` counts as `1.26.0`. */
export function isAtLeast(version: string, required: string): boolean {
  const [have, want] = [toSemver(version), toSemver(required)];
  return have !== undefined && want !== undefined && semver.gte(have, want);
}

/** An address of go.dev/dl or of a mirror of it. Throws `expected …`. */
export function parseBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new Error('expected a URL with http or https');
  return text;
}
