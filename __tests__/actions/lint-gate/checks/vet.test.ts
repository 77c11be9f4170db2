import { describe, expect, it } from 'vitest';
import { parseVet } from '../../../../actions/lint-gate/src/checks/vet.ts';

describe('parseVet', () => {
  const report =
    '{\n\t"m": {\n\t\t"printf": [\n\t\t\t{\n\t\t\t\t"posn": "/r/a.go:8:14",\n\t\t\t\t"end": "/r/a.go:9:16",\n\t\t\t\t"message": "bad"\n\t\t\t}\n\t\t]\n\t}\n}\n';
  const finding = { file: '/r/a.go', line: 8, column: 14, endLine: 9, rule: 'printf', message: 'bad' };
  it.each([
    { name: 'reads stdout (Go 1.26)', stdout: `{}\n${report}`, stderr: '', want: [finding] },
    {
      name: 'reads stderr between package lines (Go 1.24)',
      stdout: '',
      stderr: `# m/sub\n{}\n# m\n# [m]\n${report}`,
      want: [finding],
    },
    {
      name: 'reads compile errors with their further lines',
      stdout: '{}\n',
      stderr: '# m\nvet: sub/s.go:3:19: too many return values\n\thave (number)\n\twant ()\n',
      want: [
        {
          file: 'sub/s.go',
          line: 3,
          column: 19,
          rule: 'typecheck',
          message: 'too many return values\nhave (number)\nwant ()',
        },
      ],
    },
    {
      name: 'reads packages that cannot be found',
      stdout: '',
      stderr:
        'go: downloading x v1\nsub/s.go:3:8: no required module provides package e/x; to add it:\n\tgo get e/x\n',
      want: [
        {
          file: 'sub/s.go',
          line: 3,
          column: 8,
          rule: 'typecheck',
          message: 'no required module provides package e/x; to add it:\ngo get e/x',
        },
      ],
    },
    { name: 'throws when the stream breaks off', stdout: '{\n\t"m": {\n', stderr: '', throws: 'ended early' },
  ])('$name', (row) => {
    if ('throws' in row) expect(() => parseVet(row.stdout, row.stderr)).toThrow(row.throws);
    else expect(parseVet(row.stdout, row.stderr)).toMatchObject({ findings: row.want });
  });
});
