import { describe, expect, it } from 'vitest';
import { buildGraph, type PackageNode } from '../../../../actions/change-plan/src/graph/graph.ts';
import { findReads, hintsOf } from '../../../../actions/change-plan/src/reads/claims.ts';
import { packageNode } from '../package-node.ts';

const node = (dir: string, more: Partial<PackageNode> = {}) =>
  packageNode(dir === '.' ? 'm' : `m/${dir}`, dir, more);

describe('findReads finds the tests that may read a file', () => {
  const graph = buildGraph([
    node('a'),
    node('b'),
    node('b/deep'),
    node('help', { imports: ['testing'] }),
    node('c', { testImports: ['m/help'] }),
    node('prod', { imports: ['m/a'] }),
  ]);
  const cases = [
    {
      name: 'none that walks routes or a syntax tree',
      file: 'a/x_test.go',
      text: 'err := chi.Walk(api.Routes(), func(method, route string) error { ast.Walk(v, n)',
      path: 'a/deep/x.md',
      want: [],
    },
    {
      name: 'by a walker of another package',
      file: 'a/x_test.go',
      text: 'godirwalk.Walk(".", options); chi.Walk(routes, show)',
      path: 'a/deep/x.md',
      want: ['m/a'],
    },
    {
      name: 'by a path that climbs',
      file: 'a/x_test.go',
      text: 'os.ReadFile("../b/testdata/x.json")',
      path: 'b/testdata/x.json',
      want: ['m/a'],
    },
    {
      name: 'by a folder',
      file: 'a/x_test.go',
      text: 'fs := os.DirFS("../b/testdata")',
      path: 'b/testdata/deep/x',
      want: ['m/a'],
    },
    {
      name: 'by a joined path',
      file: 'b/deep/x_test.go',
      text: 'filepath.Join("..", "..", "docs", name)',
      path: 'docs/x.md',
      want: ['m/b/deep'],
    },
    {
      name: 'by a raw string',
      file: 'a/x_test.go',
      text: 'x := `../docs/x.md`',
      path: 'docs/x.md',
      want: ['m/a'],
    },
    {
      name: 'up to a format verb',
      file: 'a/x_test.go',
      text: '"../b/testdata/%s/x"',
      path: 'b/testdata/any/x',
      want: ['m/a'],
    },
    {
      name: 'by its own name',
      file: 'a/x_test.go',
      text: 'golden("README.md")',
      path: 'a/README.md',
      want: ['m/a'],
    },
    {
      name: 'from where a helper runs',
      file: 'help/help.go',
      text: '"../b/testdata/x"',
      path: 'b/testdata/x',
      want: ['m/help', 'm/c'],
    },
    {
      name: 'in code that is no test, from where it runs',
      file: 'prod/prod.go',
      text: '"../b/testdata/x"',
      path: 'b/testdata/x',
      want: ['m/prod'],
    },
    {
      name: 'not by a name that only begins alike',
      file: 'a/x_test.go',
      text: '"../b/testdata/x"',
      path: 'b/testdata/xy',
      want: [],
    },
    {
      name: 'not out of the repository',
      file: 'a/x_test.go',
      text: '"../../../docs/x.md"',
      path: 'docs/x.md',
      want: [],
    },
    {
      name: 'not in a URL',
      file: 'a/x_test.go',
      text: '"https://x.org/../docs/x.md"',
      path: 'docs/x.md',
      want: [],
    },
    {
      name: 'a bare climb for files',
      file: 'a/x_test.go',
      text: 'walk("..")',
      path: 'docs/x.md',
      want: ['m/a'],
    },
    {
      name: 'a bare climb, for source, too',
      file: 'a/x_test.go',
      text: 'walk("..")',
      path: 'b/b.go',
      want: ['m/a'],
    },
    {
      name: 'a folder that a test walks',
      file: 'a/x_test.go',
      text: 'filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {',
      path: 'a/docs/guide/x.md',
      want: ['m/a'],
    },
    {
      name: 'no folder beside the one that is walked',
      file: 'a/x_test.go',
      text: 'entries, err := os.ReadDir(".")',
      path: 'b/x.md',
      want: [],
    },
    {
      name: 'a folder that other code walks, from where it runs',
      file: 'help/help.go',
      text: 'return fs.WalkDir(os.DirFS(root), ".", visit)',
      path: 'c/sub/x.md',
      want: ['m/c'],
    },
    {
      name: 'sources that a test walks',
      file: 'b/x_test.go',
      text: 'files, _ := filepath.Glob("*/*.go")',
      path: 'b/deep/x.go',
      want: ['m/b'],
    },
    ...[
      'os.ReadFile(filepath.Join("..", name, "b.go"))',
      'os.ReadFile(filepath.Join("..", "b", "b"+".go"))',
      'os.ReadFile(fmt.Sprintf("../%s/b.go", name))',
      'os.ReadFile("../" + "b" + "/b.go")',
      'exec.Command("sh", "-c", "cat ../b/b.go")',
    ].map((text) => ({
      name: `source by ${text}`,
      file: 'a/x_test.go',
      text,
      path: 'b/b.go',
      want: ['m/a'],
    })),
    ...[
      'exec.Command("gofmt", "-l", "..")',
      'os.CopyFS(t.TempDir(), os.DirFS(".."))',
      'os.ReadFile(os.Getenv("ROOT") + "/b/b.go")',
      't.Chdir(".."); os.ReadFile("b/b.go")',
    ].map((text) => ({
      name: `source above by ${text}`,
      file: 'a/x_test.go',
      text,
      path: 'b/b.go',
      want: ['m/a'],
    })),
    ...['exec.Command("git", "grep", "TODO")', 'exec.Command("staticcheck", "./...")'].map((text) => ({
      name: `sources below by ${text}`,
      file: 'b/x_test.go',
      text,
      path: 'b/deep/x.go',
      want: ['m/b'],
    })),
    {
      name: 'a glob of any depth, and none',
      file: 'a/x_test.go',
      text: 'doublestar.FilepathGlob("../**/*.md")',
      path: 'x.md',
      want: ['m/a'],
    },
    {
      name: 'no source by its ending',
      file: 'b/x_test.go',
      text: 'dir + name + ".go"',
      path: 'b/b.go',
      want: [],
    },
    {
      name: 'source by an unknown folder above',
      file: 'a/x_test.go',
      text: 'Join("..", name)',
      path: 'b/b.go',
      want: ['m/a'],
    },
    {
      name: 'a file by its name below',
      file: 'b/x_test.go',
      text: 'pkg.Dir + "/a.html"',
      path: 'b/deep/a.html',
      want: ['m/b'],
    },
    {
      name: 'none above by its name alone',
      file: 'b/x_test.go',
      text: 'dir + "/a.html"',
      path: 'a/a.html',
      want: [],
    },
    {
      name: 'what a command is given',
      file: 'a/x_test.go',
      text: 'exec.Command("find", "..", "-name", "*.md")',
      path: 'x.md',
      want: ['m/a'],
    },
    {
      name: 'not what git is given',
      file: 'a/x_test.go',
      text: 'exec.Command("git", "-C", "..", "status")',
      path: 'x.md',
      want: [],
    },
    {
      name: 'source by name',
      file: 'a/x_test.go',
      text: 'parse("../b/b.go")',
      path: 'b/b.go',
      want: ['m/a'],
    },
  ];
  it.each(cases)('$name', ({ file, text, path, want }) => {
    expect([...findReads([{ file, text }], graph).readersOf(path)].sort()).toEqual([...want].sort());
  });
});

describe('a walk from the top of the module', () => {
  const graph = buildGraph([
    node('a'),
    node('tools', { imports: [] }),
    node('c', { testImports: ['m/tools'] }),
  ]);
  const rows = [
    {
      name: 'that a test finds by go.mod',
      file: 'a/x_test.go',
      find: 'if exists(filepath.Join(dir, "go.mod")) {',
      want: ['m/a'],
    },
    {
      name: 'that a test finds by its own file',
      file: 'a/x_test.go',
      find: '_, file, _, _ := runtime.Caller(0)',
      want: ['m/a'],
    },
    {
      name: 'that a helper finds',
      file: 'tools/find.go',
      find: 'out, _ := exec.Command("git", "rev-parse", "--show-toplevel").Output()',
      want: ['m/c', 'm/tools'],
    },
  ];
  it.each(rows)('$name reads every document', ({ file, find, want }) => {
    const lines = [find, 'filepath.WalkDir(root, visit)'].map((text) => ({ file, text }));
    expect([...findReads(lines, graph).readersOf('docs/x.md')].sort()).toEqual(want);
  });
});

it.each([
  {
    name: 'a test names from a top that it finds',
    file: 'c/x_test.go',
    lines: ['_, file, _, _ := runtime.Caller(0)', 'os.ReadFile(filepath.Join(top, "a", "a.go"))'],
    path: 'a/a.go',
    want: ['m/c'],
  },
  {
    name: 'a helper names from its own folder, for the tests that use it',
    file: 'tools/fixture.go',
    lines: ['_, file, _, _ := runtime.Caller(0)', 'filepath.Join(filepath.Dir(file), "testdata", name)'],
    path: 'tools/testdata/a.json',
    want: ['m/c', 'm/tools'],
  },
  {
    name: 'a test joins in lines of their own',
    file: 'c/x_test.go',
    lines: ['\t\t"..",', '\t\t"a",', '\t\t"a.go",'],
    path: 'a/a.go',
    want: ['m/c'],
  },
])('$name', ({ file, lines, path, want }) => {
  const graph = buildGraph([node('a'), node('tools'), node('c', { testImports: ['m/tools'] })]);
  const { readersOf } = findReads(
    lines.map((text) => ({ file, text })),
    graph,
  );
  expect([...readersOf(path)].sort()).toEqual(want);
});

it('a program that walks where its user is reads no documents of its own repository', () => {
  const graph = buildGraph([node('tools'), node('c', { testImports: ['m/tools'] })]);
  const lines = ['dir, _ := os.Getwd()', 'filepath.WalkDir(dir, visit)'].map((text) => ({
    file: 'tools/t.go',
    text,
  }));
  expect(findReads(lines, graph).readersOf('docs/x.md')).toEqual([]);
});

describe('a document that Go code names', () => {
  const graph = buildGraph([node('a'), node('b'), node('c', { testImports: ['m/b'] })]);
  const rows = [
    { name: 'by its whole path', file: 'a/a.go', text: 'x("docs/guide/x.md")', want: ['m/a'] },
    { name: 'by its last parts', file: 'a/a.go', text: 'x("guide/x.md")', want: ['m/a'] },
    {
      name: 'by its bare name',
      file: 'a/a.go',
      text: 'filepath.Join(root, "docs", "guide", "x.md")',
      want: ['m/a'],
    },
    {
      name: 'by its folder',
      file: 'a/a_test.go',
      text: 'load(root + `/guide`, "docs/guide")',
      want: ['m/a'],
    },
    { name: 'up to a pattern', file: 'a/a_test.go', text: 'glob("docs/guide/*.md")', want: ['m/a'] },
    { name: 'in code that tests of others run', file: 'b/b.go', text: 'x("x.md")', want: ['m/b', 'm/c'] },
    {
      name: 'but not by a part of a name',
      file: 'a/a.go',
      text: 'x("ide/x.md", "docs/gui", ".md")',
      want: [],
    },
  ];
  it.each(rows)('$name', ({ file, text, want }) => {
    const { namersOf } = findReads([{ file, text }], graph);
    expect([...namersOf('docs/guide/x.md')].sort()).toEqual(want);
  });

  it('is looked for by its name and its folder', () => {
    expect(hintsOf(['docs/guide/x.md', 'y.md'])).toEqual(
      expect.arrayContaining(['x.md', 'y.md', '"guide"', '/guide/']),
    );
    expect(hintsOf(['a\nb/c'])).toEqual(['c']);
    expect(hintsOf(['c.md'])).toEqual(['c.md', '"c"', '".md"']);
  });
});
