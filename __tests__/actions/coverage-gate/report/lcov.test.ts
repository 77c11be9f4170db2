import { describe, expect, it } from 'vitest';
import { renderLcov } from '../../../../actions/coverage-gate/src/report/lcov.ts';
import { maxResult } from './result.ts';

describe('renderLcov', () => {
  it('has a record for each file, whose sums are those of its lines', () => {
    const { result, table } = maxResult();
    expect(renderLcov(result, table).split('\n')).toEqual([
      'TN:',
      'SF:p/max.go',
      'FN:3,Max',
      'FN:10,Zero',
      'FNDA:1,Max',
      'FNDA:0,Zero',
      'FNF:2',
      'FNH:1',
      'DA:4,2',
      'DA:5,0',
      'DA:7,2',
      'DA:10,0',
      'LF:4',
      'LH:2',
      'end_of_record',
      '',
    ]);
  });
});
