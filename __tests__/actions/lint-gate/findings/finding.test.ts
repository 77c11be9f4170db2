import { describe, expect, it } from 'vitest';
import { dropRepeated, placeFindings } from '../../../../actions/lint-gate/src/findings/finding.ts';
import { finding } from '../samples.ts';

describe('placeFindings', () => {
  const place = {
    check: 'vet',
    module: 'svc',
    root: '/r',
    moduleDir: '/r/svc',
    severity: 'error',
    exists: (path: string) => !path.includes('yaccpar'),
    behind: (path: string, line: number) =>
      path.endsWith('yaccpar')
        ? [{ file: '/r/svc/p.go', line: line + 10 }]
        : path.endsWith('old.go')
          ? [{ file: '/r/svc/new.go', line: 7 }]
          : [],
  } as const;
  it.each([
    {
      name: 'makes absolute names relative to the repository',
      file: '/r/svc/a.go',
      want: { file: 'svc/a.go', line: 3 },
    },
    { name: 'reads relative names from the module', file: './x/a.go', want: { file: 'svc/x/a.go' } },
    { name: 'keeps a sibling of the module', file: '../b.go', want: { file: 'b.go' } },
    {
      name: 'gives a made-up name to the Go file behind it',
      file: '/r/svc/yaccpar',
      want: { file: 'svc/p.go', line: 13, origins: [{ file: 'svc/p.go', line: 13 }] },
    },
    {
      name: 'keeps a name that exists, and what else may stand behind it',
      file: 'old.go',
      want: { file: 'svc/old.go', line: 3, origins: [{ file: 'svc/new.go', line: 7 }] },
    },
    {
      name: 'names a file that is not there in the message',
      file: '/r/svc/yaccpar.go',
      want: { file: undefined, message: '/r/svc/yaccpar.go:3: bad' },
    },
    {
      name: 'names a file of elsewhere in the message',
      file: '/usr/lib/go/x.go',
      want: { file: undefined, message: '/usr/lib/go/x.go:3: bad' },
    },
  ])('$name', ({ file, want }) => {
    const { line, rule, message } = finding();
    const [placed] = placeFindings([{ file, line, rule, message }], place);
    expect({ file: placed?.file, ...placed }).toMatchObject(want);
  });
});

it('dropRepeated keeps what the first check said about a line', () => {
  const vet = finding();
  const twice = finding({ message: 'worse' });
  const golangci = finding({ check: 'golangci', rule: 'govet/printf', message: 'printf: bad' });
  const other = finding({ check: 'golangci', line: 4, message: 'printf: bad' });
  expect(dropRepeated([vet, vet, twice, golangci, other])).toEqual([vet, vet, twice, other]);
});
