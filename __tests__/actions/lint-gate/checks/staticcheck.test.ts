import { describe, expect, it } from 'vitest';
import { parseStaticcheck } from '../../../../actions/lint-gate/src/checks/staticcheck.ts';

describe('parseStaticcheck', () => {
  const problem = (more: object) =>
    JSON.stringify({
      code: 'SA1',
      severity: 'error',
      location: { file: '/r/a.go', line: 8, column: 13 },
      end: { file: '', line: 0, column: 0 },
      message: 'm',
      ...more,
    });
  it.each([
    {
      name: 'reads a problem',
      stdout: `${problem({})}\n`,
      want: [{ file: '/r/a.go', line: 8, column: 13, rule: 'SA1', message: 'm', severity: 'error' }],
    },
    {
      name: 'keeps what -fail leaves out as a warning',
      stdout: problem({ severity: 'warning' }),
      want: [{ severity: 'warning' }],
    },
    { name: 'drops what is ignored', stdout: problem({ severity: 'ignored' }), want: [] },
    {
      name: 'finds the places in a compile error',
      stdout: problem({
        code: 'compile',
        location: { file: '', line: 0, column: 0 },
        message: '# m\n./bad.go:2:19: too many\n\thave x',
      }),
      want: [{ file: './bad.go', line: 2, column: 19, rule: 'typecheck', message: 'too many\nhave x' }],
    },
    {
      name: 'keeps a compile error without a place',
      stdout: problem({
        code: 'compile',
        location: { file: '', line: 0, column: 0 },
        message: 'found packages x and y',
      }),
      want: [{ rule: 'typecheck', message: 'found packages x and y' }],
    },
    { name: 'throws on text that is no JSON', stdout: 'panic: oh', throws: 'JSON' },
  ])('$name', (row) => {
    if ('throws' in row) expect(() => parseStaticcheck(row.stdout)).toThrow(row.throws);
    else expect(parseStaticcheck(row.stdout)).toMatchObject(row.want);
  });
});
