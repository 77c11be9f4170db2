import { describe, expect, it } from 'vitest';
import { type Report, renderSummary } from '../../../actions/image-publish/src/report.ts';

const report = (changes: Partial<Report> = {}): Report => ({
  name: 'r.test/team/app',
  version: '1.5.0',
  platforms: [{ os: 'linux', architecture: 'amd64' }],
  dryRun: false,
  ...changes,
});
const outcome = {
  tags: ['1.5.0', '1.5'],
  leftOut: [{ tag: 'latest', reason: 'it would move backwards: 2.0.0 is higher' }],
  changed: true,
  failure: undefined,
};
const vulnerability = {
  ids: ['GO-2026-1', 'CVE-2026-1'],
  summary: 'reads <past> the end',
  module: 'example.com/parser',
  version: 'v1.2.3',
  fixed: '',
};
const scan = { failing: [], ignored: [], remarks: [] };

describe('renderSummary', () => {
  const cases: { name: string; changes: Partial<Report>; says: RegExp }[] = [
    { name: 'an image that is out', changes: { outcome }, says: /^### ✅ Image: .* is published\n/ },
    {
      name: 'an image that was out',
      changes: { outcome: { ...outcome, changed: false } },
      says: /✅ .* was published already/,
    },
    {
      name: 'a tag that could not follow',
      changes: { outcome: { ...outcome, failure: 'the tag 1 could not be moved' } },
      says: /❌ .* is published, but not all of its tags are/,
    },
    {
      name: 'a tag that stays',
      changes: { outcome },
      says: /latest.* is left as it is: it would move backwards/,
    },
    { name: 'a dry run', changes: { dryRun: true }, says: /✅ .* can be published \(dry run\)/ },
    {
      name: 'problems, before anything good',
      changes: { problems: ['it runs as root'], outcome },
      says: /❌ .* is not published\n\n- it runs as root/,
    },
    {
      name: 'vulnerable code',
      changes: { scan: { ...scan, failing: [vulnerability] } },
      says: /❌ .* it has vulnerable code\n[\s\S]*GO-2026-1[\s\S]*none yet/,
    },
    {
      name: 'what is accepted for a while',
      changes: { scan: { ...scan, ignored: [{ ...vulnerability, fixed: 'v1.3.0' }] }, outcome },
      says: /✅ [\s\S]*ignored[\s\S]*v1\.3\.0/,
    },
    { name: 'a clean scan', changes: { scan, outcome }, says: /Scan: no vulnerable code/ },
  ];
  it.each(cases)('tells $name', ({ changes, says }) => expect(renderSummary(report(changes))).toMatch(says));

  it('shows no markup of others', () => {
    const text = renderSummary(report({ scan: { ...scan, failing: [vulnerability] }, problems: ['<img>'] }));
    expect(text).not.toMatch(/<past>|<img>/);
  });
});
