import { describe, expect, it } from 'vitest';
import { readStrayLine } from '../../../../actions/coverage-gate/src/tests/stray-lines.ts';

describe('readStrayLine', () => {
  it.each([
    ['make: Entering directory', 'passed-over'],
    ['', 'passed-over'],
    ['{"level":"info"}', 'passed-over'],
    ['[INFO] Test results', 'passed-over'],
    ['{"Time":"2026', 'refused'],
    ['{"Action":"fail","Package":"m/p"', 'refused'],
    ['[{"Action":"pass"},', 'refused'],
    ['--- FAIL: TestA (0.00s)', 'refused'],
    ['    --- FAIL: TestA/b (0.00s)', 'refused'],
    ['ok  \tm/p\t0.1s', 'refused'],
    ['FAIL\tm/p\t0.1s', 'refused'],
    ['FAIL\tm/p [build failed]', 'failed-build'],
    ['FAIL\tm/p [setup failed]\r', 'failed-build'],
  ])('%j is %s', (line, kind) => {
    expect(readStrayLine(line, true).kind).toBe(kind);
  });

  it('tells a cut line from a broken one', () => {
    expect(readStrayLine('{"Action":"fa', false)).toEqual({ kind: 'refused', why: 'is cut off' });
    expect(readStrayLine('{"Action":"fa', true)).toMatchObject({
      why: expect.stringContaining('not an event'),
    });
  });
});
