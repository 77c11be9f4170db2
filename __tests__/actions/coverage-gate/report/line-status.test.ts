import { describe, expect, it } from 'vitest';
import { listLineStatus } from '../../../../actions/coverage-gate/src/report/line-status.ts';
import { coverSource, maxFile } from '../max-file.ts';

describe('listLineStatus', () => {
  it('has a status for each line', () => {
    const { table, file } = maxFile();
    const [, , , ...statuses] = listLineStatus(table, file);
    expect(statuses.slice(0, 4)).toEqual(['covered', 'uncovered', 'none', 'covered']);
    expect(statuses[6]).toBe('uncovered');
  });

  it('a line of a covered and an uncovered block is partial', () => {
    const { table, file } = coverSource('package p\n\nvar F, G = func() { f() }, func() { g() }\n', [
      [3, 20, 3, 25, 1, 3],
      [3, 36, 3, 41, 1, 0],
    ]);
    expect(listLineStatus(table, file)[2]).toBe('partial');
  });

  it('ignored lines are told from lines without code', () => {
    const { table, file } = coverSource(
      'package p\n\nfunc F() {\n\tpanic(1) //coverage:ignore never happens\n}\n',
      [[3, 10, 5, 2, 1, 0]],
    );
    expect(listLineStatus(table, file)[3]).toBe('ignored');
    expect(listLineStatus(table, file)[0]).toBe('none');
  });
});
