import { describe, expect, it } from 'vitest';
import {
  judgeVulns,
  parseIgnored,
  type VulnMessage,
} from '../../../../actions/lint-gate/src/checks/vuln-report.ts';

describe('judgeVulns', () => {
  const trace = (...frames: object[]) =>
    ({ finding: { osv: 'GO-1', fixed_version: 'v2', trace: frames } }) as VulnMessage;
  const frame = { module: 'm', version: 'v1' };
  const required = trace(frame);
  const imported = trace({ ...frame, package: 'm/p' });
  const called = trace(
    { ...frame, package: 'm/p', function: 'F', receiver: '*T' },
    { module: 'app', package: 'app', position: { filename: 'a.go', line: 7, column: 2 } },
  );
  const osv = { osv: { id: 'GO-1', summary: 'bad', aliases: ['CVE-1'] } };
  const options = { level: 'called' as const, ignored: [], today: '2026-06-01' };
  it.each([
    {
      name: 'called counts a call, at its place',
      messages: [osv, required, imported, called],
      level: 'called',
      want: [{ file: 'a.go', line: 7, rule: 'GO-1', message: expect.stringContaining('calls m/p.T.F') }],
    },
    {
      name: 'called does not count an import',
      messages: [osv, required, imported],
      level: 'called',
      want: [],
    },
    {
      name: 'imported does',
      messages: [osv, required, imported],
      level: 'imported',
      want: [{ file: 'go.mod', message: expect.stringContaining('imports m/p') }],
    },
    {
      name: 'required counts a requirement',
      messages: [osv, required],
      level: 'required',
      want: [{ message: 'bad: m@v1 (fixed in v2); this module requires it. https://pkg.go.dev/vuln/GO-1' }],
    },
  ] as const)('$name', ({ messages, level, want }) =>
    expect(judgeVulns(messages, { ...options, level }).findings).toMatchObject(want),
  );

  it.each([
    { name: 'holds through its day', expires: '2026-06-01', state: 'applied', left: 0 },
    { name: 'counts no longer on the next', expires: '2026-05-31', state: 'expired', left: 1 },
  ])('an ignore entry $name', ({ expires, state, left }) => {
    const ignored = [{ id: 'CVE-1', reason: 'r', expires }];
    const { findings, notes } = judgeVulns([osv, called], { ...options, ignored });
    expect({ left: findings.length, state: notes[0]?.state }).toEqual({ left, state });
  });

  it('tells entries that nothing needs any more', () => {
    const ignored = [{ id: 'GO-9', reason: 'r', expires: '2026-12-31' }];
    expect(judgeVulns([osv, called], { ...options, ignored }).notes).toMatchObject([{ state: 'unused' }]);
  });
});

it.each([
  {
    name: 'a list',
    data: [{ id: 'GO-1', reason: 'r', expires: '2026-12-31' }],
    want: [{ id: 'GO-1', reason: 'r', expires: '2026-12-31' }],
  },
  { name: 'an empty file', data: null, want: [] },
  { name: 'no list', data: {}, throws: 'expected a list of entries' },
  {
    name: 'an entry without a reason',
    data: [{ id: 'GO-1', reason: ' ', expires: '2026-12-31' }],
    throws: 'expected a `reason` in entry 1',
  },
  {
    name: 'an entry without an end',
    data: [{ id: 'GO-1', reason: 'r' }],
    throws: 'expected a date `expires` such as 2026-12-31 in entry 1',
  },
  {
    name: 'an unknown kind of id',
    data: [{ id: 'X-1', reason: 'r', expires: '2026-12-31' }],
    throws: 'expected an `id` such as GO-2024-1234 in entry 1',
  },
])('parseIgnored reads $name', (row) => {
  if ('throws' in row) expect(() => parseIgnored(row.data)).toThrow(row.throws);
  else expect(parseIgnored(row.data)).toEqual(row.want);
});
