import { describe, expect, it } from 'vitest';
import { BlockTable } from '../../../../actions/coverage-gate/src/profile/block-table.ts';
import { renderSources } from '../../../../actions/coverage-gate/src/report/html-budget.ts';
import { coverSource, maxFile, type ProfileBlock } from '../max-file.ts';

describe('renderSources', () => {
  it('has every source where there is room', () => {
    const { table, file } = maxFile();
    expect([...renderSources([file], table, String, new Map()).keys()]).toEqual(['p/max.go']);
  });

  it('gives room to uncovered changed lines first, then to the largest gaps', () => {
    const table = new BlockTable();
    const large = (path: string, uncovered: number) => {
      const filler = '// '.padEnd(1_900_000, 'x');
      const blocks: ProfileBlock[] = [[3, 10, 3, 15, uncovered, 0]];
      return coverSource(`package p\n${filler}\nfunc F() { f() }\n`, blocks, {
        table,
        name: `m/${path}`,
        path,
      }).file;
    };
    const files = [large('small-gap.go', 1), large('large-gap.go', 9), large('changed.go', 2)];
    const changed = new Map([['changed.go', [{ start: 3, end: 3 }]]]);
    expect([...renderSources(files, table, String, changed).keys()]).toEqual(['changed.go', 'large-gap.go']);
  });
});
