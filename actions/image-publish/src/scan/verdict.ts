import type { ScanResult, Vulnerability } from './govulncheck.ts';
import { type IgnoreEntry, isInForce } from './ignore.ts';

const OLD_DAYS = 30;

export type ScanVerdict = {
  /** What keeps the image from being published. */
  readonly failing: readonly Vulnerability[];
  readonly ignored: readonly Vulnerability[];
  /** Entries that ignore nothing (any more), and that the database is old, as sentences. */
  readonly remarks: readonly string[];
};

/**
 * Judges what was found. The Go vulnerability database names no severities, and govulncheck 1.7.0 passes on none of another
 * database: whatever is found counts.
 */
export function judgeScan(
  { found, database }: ScanResult,
  ignore: readonly IgnoreEntry[],
  now: Date,
): ScanVerdict {
  const inForce = ignore.filter((entry) => isInForce(entry, now));
  const isIgnored = ({ ids }: Vulnerability) => inForce.some(({ id }) => ids.includes(id));
  const known = new Set(found.flatMap(({ ids }) => ids));
  return {
    ignored: found.filter(isIgnored),
    failing: found.filter((each) => !isIgnored(each)),
    remarks: [
      ...ignore.flatMap((entry) => {
        if (!isInForce(entry, now))
          return [`\`scan-ignore\`: ${entry.id} expired on ${entry.expiry}, and ignores nothing.`];
        return known.has(entry.id) ? [] : [`\`scan-ignore\`: ${entry.id} was not found, and can go.`];
      }),
      ...describeAge(database, now),
    ],
  };
}

/** Go's own database changes every few days; a copy that nobody renews finds less and less. */
function describeAge(database: Date, now: Date): string[] {
  const days = Math.floor((now.getTime() - database.getTime()) / 86_400_000);
  if (days <= OLD_DAYS) return [];
  const day = database.toISOString().slice(0, 10);
  return [
    `The vulnerability database was last changed on ${day}, ${days} days ago: what is newer is not found.`,
  ];
}
