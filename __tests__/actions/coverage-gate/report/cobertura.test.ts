import { describe, expect, it } from 'vitest';
import { renderCobertura } from '../../../../actions/coverage-gate/src/report/cobertura.ts';
import { maxResult } from './result.ts';

describe('renderCobertura', () => {
  it('counts lines, with the rate of each level', () => {
    const { result, table } = maxResult();
    const xml = renderCobertura(result, table, 1_700_000_000);
    expect(xml).toContain('<coverage line-rate="0.500000" branch-rate="0" lines-covered="2" lines-valid="4"');
    expect(xml).toContain('timestamp="1700000000"');
    expect(xml).toContain('<package name="example.com/m/p" line-rate="0.500000"');
    expect(xml).toContain('<class name="max.go" filename="p/max.go" line-rate="0.500000"');
    expect(xml).toContain('<line number="4" hits="2"/><line number="5" hits="0"/>');
  });

  it('a project without lines misses none', () => {
    const { result, table } = maxResult({ files: [], packages: [] });
    expect(renderCobertura(result, table, 0)).toContain('<coverage line-rate="1"');
  });
});
