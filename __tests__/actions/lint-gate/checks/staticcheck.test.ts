import { describe, expect, it } from 'vitest';
import { describeConfig, parseStaticcheck } from '../../../../actions/lint-gate/src/checks/staticcheck.ts';

const report = (results: object[] | null, executionSuccessful: unknown = true) =>
  JSON.stringify({ version: '2.1.0', runs: [{ invocations: [{ executionSuccessful }], results }] });

describe('parseStaticcheck', () => {
  const at = (uri: string, startLine: number, startColumn = 0, endLine = 0) => [
    { physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn, endLine } } },
  ];
  const problem = (more: object) =>
    report([
      { ruleId: 'SA1', message: { text: 'm' }, locations: at('a.go', 8, 13), suppressions: [], ...more },
    ]);
  it.each([
    { name: 'reads a clean run', stdout: report(null), want: [] },
    {
      name: 'reads a problem',
      stdout: problem({}),
      want: [{ file: 'a.go', line: 8, column: 13, rule: 'SA1', message: 'm' }],
    },
    {
      name: 'reads names that a URI escapes',
      stdout: problem({ locations: at('file:///r/a%20%25b.go', 8, 1, 9) }),
      want: [{ file: '/r/a %b.go', line: 8, endLine: 9 }],
    },
    {
      name: 'drops the places that belong to a finding from its text',
      stdout: problem({ message: { text: 'm\n\t[a](1)\n\t[b](2)' } }),
      want: [{ message: 'm' }],
    },
    { name: 'drops what is ignored', stdout: problem({ suppressions: [{ kind: 'inSource' }] }), want: [] },
    {
      name: 'finds the places in a compile error',
      stdout: problem({
        ruleId: 'compile',
        locations: at('', 0),
        message: { text: '# m\n./bad.go:2:19: too many\n\thave x' },
      }),
      want: [{ file: './bad.go', line: 2, column: 19, rule: 'typecheck', message: 'too many\nhave x' }],
    },
    {
      name: 'keeps a compile error without a place',
      stdout: problem({
        ruleId: 'compile',
        locations: at('', 0),
        message: { text: 'found packages x and y' },
      }),
      want: [{ rule: 'typecheck', message: 'found packages x and y' }],
    },
  ])('$name', ({ stdout, want }) => expect(parseStaticcheck(stdout)).toMatchObject(want));

  it.each([
    { name: 'text that is no JSON', stdout: 'panic: oh' },
    { name: 'nothing', stdout: '' },
    { name: 'half a document', stdout: problem({}).slice(0, -9) },
    { name: 'a document without a run', stdout: '{"runs":[]}' },
    { name: 'a run that did not succeed', stdout: report([], false) },
    { name: 'a run that says nothing of its success', stdout: report([], null) },
  ])('throws on $name', ({ stdout }) => expect(() => parseStaticcheck(stdout)).toThrow());
});

it.each([
  { text: 'checks = ["inherit", "-ST1000"]', want: 0 },
  { text: 'initialisms = ["inherit"]', want: 0 },
  { text: 'checks = ["-all"]', want: 1 },
  { text: 'checks = []', want: 1 },
  { text: 'checks = [', want: 0 },
])('staticcheck.conf with $text is told: $want', ({ text, want }) =>
  expect(describeConfig(text)).toHaveLength(want),
);
