import picomatch from 'picomatch';

/** What a branch may release when the version is computed from its commits. */
export type Channel =
  | { readonly kind: 'release' }
  /** `name` is the prerelease's first part: `v2.0.0-rc.1`. */
  | { readonly kind: 'prerelease'; readonly name: string }
  /** Versions of one line: `v1` (any v1.x.y) or `v1.4`. */
  | { readonly kind: 'maintenance'; readonly line: Line }
  | { readonly kind: 'none'; readonly reason: string };

export type Line = { readonly major: number; readonly minor: number | undefined };

export type BranchRules = {
  /** Patterns; empty: the default branch, or `main` and `master` when the event does not name it. */
  readonly release: readonly string[];
  /** Patterns, each with the name of its channel where that is not the branch's own: `develop:beta`. */
  readonly prerelease: readonly string[];
  readonly maintenance: readonly string[];
};

/** Decides what a branch releases; a branch that fits several rules is a release branch first, a maintenance branch last. */
export function chooseChannel(
  branch: string,
  rules: BranchRules,
  defaultBranch: string | undefined,
): Channel {
  const fits = (pattern: string) => picomatch.isMatch(branch, pattern, { dot: true });
  const release =
    rules.release.length > 0 ? rules.release : defaultBranch ? [defaultBranch] : ['main', 'master'];
  if (release.some(fits)) return { kind: 'release' };

  const [rule] = rules.prerelease.map(splitRule).filter(({ pattern }) => fits(pattern));
  if (rule) {
    const name = (rule.channel ?? branch.split('/').at(-1) ?? '').replace(/[^0-9A-Za-z-]+/g, '-');
    return /^[0-9]*$/.test(name)
      ? { kind: 'none', reason: `${branch} gives no name for prereleases` }
      : { kind: 'prerelease', name };
  }
  if (rules.maintenance.some(fits)) {
    const line = parseLine(branch);
    return line
      ? { kind: 'maintenance', line }
      : { kind: 'none', reason: `${branch} does not end in a version line such as v1 or v1.4` };
  }
  return { kind: 'none', reason: `${branch} is not a branch that releases` };
}

/** Whether a version belongs to a line. */
export function isOfLine({ major, minor }: { major: number; minor: number }, line: Line): boolean {
  return major === line.major && (line.minor === undefined || minor === line.minor);
}

export function formatLine({ major, minor }: Line): string {
  return minor === undefined ? `v${major}` : `v${major}.${minor}`;
}

/** `v1`, `release/v1.4`, `v1.x`, `1.4.x`. */
function parseLine(branch: string): Line | undefined {
  const [, major, minor] = /(?:^|\/|-)v?([0-9]+)(?:\.([0-9]+))?(?:\.x){0,2}$/i.exec(branch) ?? [];
  return major === undefined
    ? undefined
    : { major: Number(major), minor: minor === undefined ? undefined : Number(minor) };
}

function splitRule(rule: string): { pattern: string; channel: string | undefined } {
  const [pattern = '', channel] = rule.split(':');
  return { pattern, channel: channel || undefined };
}
