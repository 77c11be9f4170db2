import type { Vulnerability } from './govulncheck.ts';
import { type IgnoreEntry, isInForce } from './ignore.ts';

export type ScanVerdict = {
  /** What keeps the image from being published. */
  readonly failing: readonly Vulnerability[];
  readonly ignored: readonly Vulnerability[];
  /** Entries that ignore nothing (any more), as sentences. */
  readonly remarks: readonly string[];
};

/**
 * Judges what was found. The Go vulnerability database names no severities, and govulncheck 1.7.0 passes on none of another
 * database: whatever is found counts.
 */
export function judgeScan(
  found: readonly Vulnerability[],
  ignore: readonly IgnoreEntry[],
  now: Date,
): ScanVerdict {
  const inForce = ignore.filter((entry) => isInForce(entry, now));
  const isIgnored = ({ ids }: Vulnerability) => inForce.some(({ id }) => ids.includes(id));
  const known = new Set(found.flatMap(({ ids }) => ids));
  return {
    ignored: found.filter(isIgnored),
    failing: found.filter((each) => !isIgnored(each)),
    remarks: ignore.flatMap((entry) => {
      if (!isInForce(entry, now))
        return [`\`scan-ignore\`: ${entry.id} expired on ${entry.expiry}, and ignores nothing.`];
      return known.has(entry.id) ? [] : [`\`scan-ignore\`: ${entry.id} was not found, and can go.`];
    }),
  };
}
