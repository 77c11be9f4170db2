import { describe, expect, it } from 'vitest';
import { isInForce, parseIgnoreList } from '../../../../actions/image-publish/src/scan/ignore.ts';

const entry = (changes: Record<string, string> = {}) => {
  const all = { id: 'GO-2026-0001', reason: 'not reachable', expiry: '2026-12-31', ...changes };
  return `- ${Object.entries(all)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n  ')}\n`;
};

describe('parseIgnoreList', () => {
  it('reads entries, and an empty input as none', () => {
    expect(parseIgnoreList(entry() + entry({ id: 'CVE-2026-1' }))).toHaveLength(2);
    expect(parseIgnoreList('')).toEqual([]);
  });
  const cases = [
    { name: 'no expiry', text: '- id: GO-2026-0001\n  reason: x\n', throws: 'expiry' },
    { name: 'no reason', text: entry({ reason: '""' }), throws: 'a reason' },
    { name: 'a day that is none', text: entry({ expiry: '2026-02-30' }), throws: 'a day of the calendar' },
    { name: 'a date of another form', text: entry({ expiry: '31.12.2026' }), throws: 'a date' },
    { name: 'an id of nothing', text: entry({ id: '"*"' }), throws: 'an id' },
    { name: 'a map', text: 'id: x', throws: 'at most' },
    { name: 'no YAML', text: '[', throws: 'YAML list' },
    { name: 'aliases without end', text: '- &a [*a]', throws: 'expected' },
  ];
  it.each(cases)('refuses $name', ({ text, throws }) => expect(() => parseIgnoreList(text)).toThrow(throws));
});

it('an entry counts up to and with its day', () => {
  const [parsed] = parseIgnoreList(entry());
  if (!parsed) throw new Error('not parsed');
  expect(isInForce(parsed, new Date('2026-12-31T23:59:59Z'))).toBe(true);
  expect(isInForce(parsed, new Date('2027-01-01T00:00:00Z'))).toBe(false);
});
