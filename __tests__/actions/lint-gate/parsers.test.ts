import { describe, expect, it } from 'vitest';
import { parseGofmt } from '../../../actions/lint-gate/src/checks/fmt.ts';
import { parseGoErrors } from '../../../actions/lint-gate/src/checks/go-errors.ts';
import { golangciArgs, judgeGolangci } from '../../../actions/lint-gate/src/checks/golangci.ts';
import { ReportReader } from '../../../actions/lint-gate/src/checks/golangci-report.ts';
import { judgeReplaces } from '../../../actions/lint-gate/src/checks/replace.ts';
import { parseStaticcheck } from '../../../actions/lint-gate/src/checks/staticcheck.ts';
import { parseTidyDiff } from '../../../actions/lint-gate/src/checks/tidy.ts';
import { parseUnifiedDiff } from '../../../actions/lint-gate/src/checks/unified-diff.ts';
import { parseVerify } from '../../../actions/lint-gate/src/checks/verify.ts';
import { parseVet } from '../../../actions/lint-gate/src/checks/vet.ts';

const GOFMT = `diff main.go.orig main.go
--- main.go.orig
+++ main.go
@@ -3,10 +3,13 @@
 import "fmt"
 
 func main() {
-	var x int; _ = x
+	var x int
+	_ = x
 	x = 1
 	fmt.Printf("%d\\n", "é")
-if true { fmt.Println("x") }
+	if true {
+		fmt.Println("x")
+	}
 }
 
 func unused() {}
`;

describe('parseGofmt', () => {
  it('makes one finding of each place that gofmt would change', () => {
    expect(parseGofmt(GOFMT, '')).toMatchObject([
      { file: 'main.go', line: 6, rule: 'gofmt', fix: { start: 6, end: 6, text: '\tvar x int\n\t_ = x\n' } },
      {
        file: 'main.go',
        line: 9,
        rule: 'gofmt',
        fix: { start: 9, end: 9, text: '\tif true {\n\t\tfmt.Println("x")\n\t}\n' },
      },
    ]);
  });

  it('reports files that do not parse', () => {
    const stderr = "bad.go:2:6: expected 'IDENT', found '{'\n";
    const want = {
      file: 'bad.go',
      line: 2,
      column: 6,
      rule: 'syntax',
      message: "expected 'IDENT', found '{'",
    };
    expect(parseGofmt('', stderr)).toEqual([want]);
  });
});

describe('parseUnifiedDiff', () => {
  const diff = (body: string) => parseUnifiedDiff(`--- a\n+++ a\n${body}`, (name) => name)[0]?.changes;
  it.each([
    {
      name: 'reads an insertion',
      body: '@@ -1,2 +1,3 @@\n x\n+y\n z',
      want: [{ start: 2, end: 1, text: 'y\n' }],
    },
    {
      name: 'reads an insertion without context',
      body: '@@ -1,0 +2 @@\n+y',
      want: [{ start: 2, end: 1, text: 'y\n' }],
    },
    { name: 'reads a deletion', body: '@@ -1,3 +1,2 @@\n x\n-y\n z', want: [{ start: 2, end: 2, text: '' }] },
    {
      name: 'takes removed and added lines that look like headers as content',
      body: '@@ -1,2 +1,2 @@\n--- a\n-@@ -1 +1 @@\n+++ b\n+diff c',
      want: [{ start: 1, end: 2, text: '++ b\ndiff c\n' }],
    },
    {
      name: 'skips the remark about a missing newline',
      body: '@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n@@ -5 +5 @@\n-p\n+q',
      want: [
        { start: 1, end: 1, text: 'x\n' },
        { start: 5, end: 5, text: 'q\n' },
      ],
    },
    {
      name: 'splits a block at the lines that stay',
      body: '@@ -3,3 +3,4 @@\n-func  A() {}\n-\n-func  B() {}\n+func A() {}\n+\n+func B() {}\n+// end',
      want: [
        { start: 3, end: 3, text: 'func A() {}\n' },
        { start: 5, end: 5, text: 'func B() {}\n// end\n' },
      ],
    },
    {
      name: 'reads several places in one hunk',
      body: '@@ -1,5 +1,5 @@\n-a\n+A\n b\n c\n-d\n+D\n e',
      want: [
        { start: 1, end: 1, text: 'A\n' },
        { start: 4, end: 4, text: 'D\n' },
      ],
    },
  ])('$name', ({ body, want }) => expect(diff(body)).toEqual(want));
});

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
    else expect(parseVet(row.stdout, row.stderr)).toEqual(row.want);
  });
});

describe('parseGoErrors', () => {
  it.each([
    {
      name: 'reads Windows paths',
      text: 'vet: C:\\r\\a.go:1:2: m',
      want: [{ file: 'C:\\r\\a.go', line: 1, column: 2 }],
    },
    {
      name: 'reads go.mod errors without a column',
      text: 'go.mod:5: unknown directive: x',
      want: [{ file: 'go.mod', line: 5 }],
    },
    {
      name: 'reads names with colons',
      text: 'vet: ./f1x::y.go:23:1: missing return in a.go:3: no',
      want: [{ file: './f1x::y.go', line: 23, column: 1, message: 'missing return in a.go:3: no' }],
    },
    {
      name: 'leaves out what is no message',
      text: 'go: downloading x\ngo: a.go:1: x\n# pkg a.go:1: x\nnote: a.go\n\ta.go:1: x',
      want: [],
    },
  ])('$name', ({ text, want }) => expect(parseGoErrors(text)).toMatchObject(want));
});

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

/** In pieces of `size` bytes, as a file arrives. */
function readReport(text: string, size = 7) {
  const reader = new ReportReader();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  return reader.end();
}

describe('ReportReader', () => {
  const issue = (text: string) => ({
    FromLinter: 'fake',
    Text: text,
    SourceLines: ['}]', '{['],
    SuggestedFixes: [{ Message: '', TextEdits: [{ Pos: 1, End: 2, NewText: null }] }],
    Pos: { Filename: 'a.go', Line: 3, Column: 0 },
  });
  const hard = ['"', '\\', '\\"', '}]}', '[{', 'é𝄞\u2028', ''];
  const compact = JSON.stringify({
    Issues: hard.map(issue),
    Report: { Linters: [{ Name: 'a' }, { Name: 'b' }] },
  });
  it.each([
    { name: 'compact, as golangci-lint writes it', text: compact },
    { name: 'with blanks', text: JSON.stringify(JSON.parse(compact), undefined, 2) },
    {
      name: 'with blanks between the issues',
      text: compact.replaceAll('},{"FromLinter', '} ,\n {"FromLinter'),
    },
    {
      name: 'in another order',
      text: `{"Report":{"Linters":[{}]},"Issues":${JSON.stringify(hard.map(issue))}}`,
    },
  ])('reads every issue of a report $name, wherever it is cut into pieces', ({ text }) => {
    for (const size of [1, 7, 64, text.length]) {
      expect(readReport(text, size)?.findings.map(({ message }) => message)).toEqual(hard);
    }
  });
  it.each([
    { name: 'is cut off inside of an issue', text: compact.slice(0, 100) },
    { name: 'is cut off between issues', text: compact.slice(0, compact.indexOf(',{"FromLinter') + 1) },
    { name: 'is cut off before its end', text: compact.slice(0, -1) },
    { name: 'has words between issues', text: compact.replace('},{"FromLinter', '},oops{"FromLinter') },
    { name: 'has an issue that is no JSON', text: '{"Issues":[{x}]}' },
    { name: 'is a list', text: '[{"Issues":[]}]' },
    { name: 'is empty', text: '' },
  ])('refuses a report that $name', ({ text }) => expect(readReport(text)).toBeUndefined());
});

describe('judgeGolangci', () => {
  const ended = { code: 0, signal: null, timedOut: false, truncated: false, ms: 1 };
  const issue = {
    FromLinter: 'govet',
    Text: 'printf: bad',
    Pos: { Filename: '/r/a.go', Line: 8, Column: 14 },
  };
  const json = (issues: unknown, error?: string) =>
    JSON.stringify({ Issues: issues, Report: { Error: error } });
  it.each([
    {
      name: '0 and an empty list is clean',
      code: 0,
      json: json([]),
      want: { findings: [], problem: undefined },
    },
    { name: '0 and null is clean', code: 0, json: json(null), want: { findings: [], problem: undefined } },
    {
      name: '1 and issues are findings',
      code: 1,
      json: json([issue]),
      want: { findings: [{ rule: 'govet/printf', line: 8 }], problem: undefined },
    },
    {
      name: '0 and issues are findings as well',
      code: 0,
      json: json([issue]),
      want: { findings: [{ line: 8 }] },
    },
    { name: '1 without issues is a crash', code: 1, json: json([]), want: { problem: { kind: 'crash' } } },
    { name: '0 without a file is a crash', code: 0, json: undefined, want: { problem: { kind: 'crash' } } },
    {
      name: '0 with half a file is a crash',
      code: 0,
      json: '{"Issues":[{',
      want: { problem: { kind: 'crash' } },
    },
    { name: '0 with other JSON is a crash', code: 0, json: '[]', want: { problem: { kind: 'crash' } } },
    {
      name: '1 with a reported error is a crash',
      code: 1,
      json: json([issue], 'oops'),
      want: { problem: { kind: 'crash', message: expect.stringContaining('reported an error: oops.') } },
    },
    { name: '2 is a crash', code: 2, json: json([]), want: { problem: { kind: 'crash' } } },
    { name: '3 is a crash', code: 3, json: undefined, want: { problem: { kind: 'crash' } } },
    {
      name: '3 about the configuration is one',
      code: 3,
      output: "Error: can't load config: x",
      json: undefined,
      want: { problem: { kind: 'config' } },
    },
    {
      name: '3 about an unknown linter too',
      code: 3,
      output: "Error: unknown linters: 'foo'",
      json: undefined,
      want: { problem: { kind: 'config' } },
    },
    { name: '4 is a timeout', code: 4, json: undefined, want: { problem: { kind: 'timeout' } } },
    {
      name: '5 is a configuration without files',
      code: 5,
      json: undefined,
      want: { problem: { kind: 'config' } },
    },
    { name: '6 is a missing configuration', code: 6, json: undefined, want: { problem: { kind: 'config' } } },
    {
      name: '7 is a crash even with issues',
      code: 7,
      json: json([issue]),
      want: { problem: { kind: 'crash' } },
    },
    {
      name: 'a signal is a crash',
      code: null,
      signal: 'SIGKILL',
      json: json([issue]),
      want: { problem: { kind: 'crash', message: expect.stringContaining('SIGKILL') } },
    },
    {
      name: 'our own time limit is a timeout',
      code: null,
      signal: 'SIGTERM',
      timedOut: true,
      json: undefined,
      want: { problem: { kind: 'timeout' } },
    },
  ])('$name', ({ name: _, output = '', json: text, want, ...ending }) => {
    const report = text === undefined ? 'missing' : (readReport(text) ?? 'unreadable');
    expect({ problem: undefined, ...judgeGolangci({ ...ended, ...ending }, output, report) }).toMatchObject(
      want,
    );
  });

  it('asks for everything, and the user cannot take that back', () => {
    const args = golangciArgs({
      json: '/t/j',
      config: '/c',
      extra: ['--max-same-issues=3', '--tests=false'],
      packages: ['./...'],
    });
    expect(args.join(' ')).toMatch(
      /^run --config=\/c --max-same-issues=3 --tests=false .*--max-same-issues=0 .*\.\/\.\.\.$/,
    );
  });
});

it('parseTidyDiff names each file at its first changed line', () => {
  const diff =
    'diff current/go.mod tidy/go.mod\n--- current/go.mod\n+++ tidy/go.mod\n@@ -1,5 +1,3 @@\n module m\n \n go 1.24\n-\n-require x v0.3.0\n';
  expect(parseTidyDiff(diff)).toEqual([
    { file: 'go.mod', line: 4, rule: 'tidy', message: 'Not tidy; run `go mod tidy`:\n-require x v0.3.0' },
  ]);
});

it('parseVerify reads modules that were modified, and nothing else', () => {
  const output =
    'example.com/x v1.2.3: dir has been modified (/mod/x@v1.2.3)\nall modules verified\ngo: no v1: trouble\n';
  expect(parseVerify(output)).toMatchObject([
    { message: expect.stringMatching(/^example\.com\/x v1\.2\.3: dir has been modified\./) },
  ]);
});

describe('judgeReplaces', () => {
  const judgeOne = (path: string, version?: string, folder = 'svc') =>
    judgeReplaces(
      {
        file: 'go.mod',
        folder,
        text: 'module m\nreplace (\n  a.com/b => X\n  a.com/b v1 => other // ..\n)\n'.replace('X', path),
        replace: [{ old: { path: 'a.com/b' }, new: { path, ...(version && { version }) } }],
      },
      (name) => name.startsWith('ok.com/'),
    );
  it.each([
    { name: 'allows a folder of the repository', path: '../lib', want: [] },
    { name: 'refuses a folder above it', path: '../../lib', want: [{ line: 3 }] },
    { name: 'refuses an absolute folder', path: '/home/me/lib', want: [{ line: 3 }] },
    { name: 'refuses a Windows folder', path: 'C:\\lib', want: [{ line: 3 }] },
    {
      name: 'refuses another module that is not allowed',
      path: 'fork.com/b',
      version: 'v1.0.0',
      want: [{ line: 3 }],
    },
  ])('$name', ({ path, version, want }) => expect(judgeOne(path, version)).toMatchObject(want));
});
