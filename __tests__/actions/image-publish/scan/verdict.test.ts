import { describe, expect, it } from 'vitest';
import type { Vulnerability } from '../../../../actions/image-publish/src/scan/govulncheck.ts';
import { judgeScan } from '../../../../actions/image-publish/src/scan/verdict.ts';

const found = (id: string): Vulnerability => ({
  ids: [id, `CVE-${id}`],
  summary: '',
  module: 'm',
  version: 'v1',
  fixed: '',
});
const NOW = new Date('2026-06-01T00:00:00Z');
const scan = (...ids: string[]) => ({ found: ids.map(found), database: NOW });
const entry = (id: string, expiry = '2026-12-31') => ({ id, reason: 'x', expiry });

describe('judgeScan', () => {
  it('whatever is found counts', () => {
    const { failing, ignored } = judgeScan(scan('a', 'b'), [], NOW);
    expect(failing.map(({ ids }) => ids[0])).toEqual(['a', 'b']);
    expect(ignored).toEqual([]);
  });
  it('ignores by any of the ids, and names the entries that ignore nothing', () => {
    const verdict = judgeScan(scan('a', 'b'), [entry('CVE-a'), entry('b', '2026-05-31'), entry('z')], NOW);
    expect(verdict.ignored).toHaveLength(1);
    expect(verdict.failing.map(({ ids }) => ids[0])).toEqual(['b']);
    expect(verdict.remarks).toEqual([
      '`scan-ignore`: b expired on 2026-05-31, and ignores nothing.',
      '`scan-ignore`: z was not found, and can go.',
    ]);
  });
  it('says of what day an old database is', () => {
    const of = (day: string) => judgeScan({ found: [], database: new Date(day) }, [], NOW).remarks;
    expect(of('2026-05-02T00:00:00Z')).toEqual([]);
    expect(of('2026-05-01T00:00:00Z')).toEqual([
      'The vulnerability database was last changed on 2026-05-01, 31 days ago: what is newer is not found.',
    ]);
  });
});
