import { describe, expect, it } from 'vitest';
import { type Report, renderSummary } from '../../../actions/chart-publish/src/report.ts';

const CHECKS = {
  rendered: [{ name: 'deploy/values/prod.yaml', kubeVersion: '1.36.3', resources: 4 }],
  problems: [],
  remarks: [],
};
const report = (changes: Partial<Report> = {}): Report => ({
  name: 'r.test/charts/app',
  version: '1.5.0',
  dryRun: false,
  checks: CHECKS,
  ...changes,
});
const DIGEST = `sha256:${'0'.repeat(64)}`;
const outcome = { digest: DIGEST, changed: true, indexed: false };

describe('renderSummary', () => {
  const cases: { name: string; changes: Partial<Report>; says: RegExp }[] = [
    { name: 'a chart that is out', changes: { outcome }, says: /^### ✅ Chart: .* is published\n/ },
    {
      name: 'a chart that was out',
      changes: { outcome: { ...outcome, changed: false } },
      says: /was published already/,
    },
    { name: 'a dry run', changes: { dryRun: true }, says: /can be published \(dry run\)/ },
    { name: 'the digest', changes: { outcome }, says: new RegExp(`Digest .*${DIGEST}`) },
    {
      name: 'an entry of the index',
      changes: { outcome: { ...outcome, indexed: true } },
      says: /added to the index/,
    },
    { name: 'each environment', changes: {}, says: /deploy\/values\/prod\.yaml.*1\.36\.3.*4/ },
    {
      name: 'what could not be judged',
      changes: { checks: { ...CHECKS, remarks: ['Lamp x'] } },
      says: /not judged: Lamp x/,
    },
  ];
  it.each(cases)('tells $name', ({ changes, says }) => expect(renderSummary(report(changes))).toMatch(says));

  it('a chart with problems is not published, whatever else is known', () => {
    const checks = { ...CHECKS, problems: ['prod: <script> is *wrong*'] };
    const text = renderSummary(report({ checks, outcome }));
    expect(text).toMatch(/^### ❌ Chart: .* is not published\n/);
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('✅');
  });
});
