import { describe, expect, it } from 'vitest';
import type { Vulnerability } from '../../../../actions/image-publish/src/scan/govulncheck.ts';
import { judgeScan } from '../../../../actions/image-publish/src/scan/verdict.ts';

const found = (id: string, severity?: Vulnerability['severity']): Vulnerability => ({
  ids: [id, `CVE-${id}`],
  summary: '',
  severity,
  module: 'm',
  version: 'v1',
  fixed: '',
});
const NOW = new Date('2026-06-01T00:00:00Z');
const entry = (id: string, expiry = '2026-12-31') => ({ id, reason: 'x', expiry });

describe('judgeScan', () => {
  it('fails at its level and above, and for what has no severity at every level', () => {
    const all = [found('l', 'low'), found('h', 'high'), found('c', 'critical'), found('none')];
    const { failing, tolerated } = judgeScan(all, 'high', [], NOW);
    expect(failing.map(({ ids }) => ids[0])).toEqual(['h', 'c', 'none']);
    expect(tolerated.map(({ ids }) => ids[0])).toEqual(['l']);
    expect(judgeScan([found('none')], 'critical', [], NOW).failing).toHaveLength(1);
  });
  it('ignores by any of the ids, and names the entries that ignore nothing', () => {
    const verdict = judgeScan(
      [found('a'), found('b')],
      'low',
      [entry('CVE-a'), entry('b', '2026-05-31'), entry('z')],
      NOW,
    );
    expect(verdict.ignored).toHaveLength(1);
    expect(verdict.failing.map(({ ids }) => ids[0])).toEqual(['b']);
    expect(verdict.remarks).toEqual([
      '`scan-ignore`: b expired on 2026-05-31, and ignores nothing.',
      '`scan-ignore`: z was not found, and can go.',
    ]);
  });
});
