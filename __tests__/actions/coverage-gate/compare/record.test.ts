import { describe, expect, it } from 'vitest';
import {
  describeDifference,
  parseRecord,
  planKeys,
} from '../../../../actions/coverage-gate/src/compare/record.ts';

describe('records', () => {
  const conditions = {
    go: '1.26',
    total: 'statements',
    coverpkg: '',
    tags: '',
    excludeGenerated: true,
  } as const;
  it('are asked for by at most ten keys, the exact one first', () => {
    const commits = Array.from({ length: 30 }, (_, i) => `c${i}`);
    const { primary, fallbacks } = planKeys('s', commits, conditions);
    expect([primary, ...fallbacks]).toHaveLength(10);
    expect(primary.startsWith(fallbacks[0] ?? '-')).toBe(true);
    expect(fallbacks[1]).toContain('-c1-');
  });
  it('say what makes them incomparable', () => {
    expect(describeDifference(conditions, conditions)).toBeUndefined();
    expect(describeDifference(conditions, { ...conditions, go: '1.27', coverpkg: 'all' })).toBe(
      'Go was 1.26 and is 1.27, coverpkg was not set and is all',
    );
  });
  it('are not trusted when they are broken', () => {
    for (const text of [
      '',
      '{',
      '{"schema":2}',
      '{"schema":1,"commit":"c","conditions":{},"files":{},"total":{"covered":"x"}}',
    ])
      expect(parseRecord(text)).toBeUndefined();
  });
});
