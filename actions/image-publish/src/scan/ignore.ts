import { json } from '@go-actions/action-kit';
import { parse } from 'yaml';

/** A vulnerability that is accepted for a while. */
export type IgnoreEntry = { readonly id: string; readonly reason: string; readonly expiry: string };

const readEntries = json.list(
  json.record({
    id: json.matching(/(GO|CVE|GHSA)-[\w-]+/, 'an id such as "GO-2026-1234", "CVE-2026-1234" or "GHSA-…"'),
    reason: json.matching(/[\s\S]*\S[\s\S]*/, 'a reason'),
    expiry: json.matching(/\d{4}-\d\d-\d\d/, 'a date such as "2026-12-31"'),
  }),
  1_000,
);

/** A YAML list of `id`, `reason` and `expiry`; every entry has all three, and the date is one of the calendar. */
export function parseIgnoreList(text: string): readonly IgnoreEntry[] {
  const entries = readEntries(parseYaml(text), 'scan-ignore');
  for (const { id, expiry } of entries) {
    const date = new Date(`${expiry}T00:00:00Z`);
    if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== expiry)
      throw new Error(`expected a day of the calendar as \`expiry\` of ${id}`);
  }
  return entries;
}

/** Whether an entry still ignores: up to and with its day, in UTC. */
export const isInForce = ({ expiry }: IgnoreEntry, now: Date): boolean =>
  now.toISOString().slice(0, 10) <= expiry;

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 }) ?? [];
  } catch {
    throw new Error('expected a YAML list of `id`, `reason` and `expiry`');
  }
}
