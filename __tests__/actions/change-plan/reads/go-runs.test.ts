import { describe, expect, it } from 'vitest';
import { buildGraph, type PackageNode } from '../../../../actions/change-plan/src/graph/graph.ts';
import {
  findGoRuns,
  findScriptRuns,
  followGoRuns,
} from '../../../../actions/change-plan/src/reads/go-runs.ts';
import { packageNode } from '../package-node.ts';

const node = (path: string, more: Partial<PackageNode> = {}) => packageNode(path, path.slice(2), more);
const GRAPH = buildGraph([
  node('m/cmd/app', { main: true }),
  node('m/e2e', { testImports: ['m/internal/run'] }),
  node('m/internal/run'),
]);
const runsOf = (file: string, text: string) =>
  findGoRuns([{ file, text }], GRAPH).map(({ tests, targets }) => [
    tests,
    targets === 'any' ? 'any' : [...targets],
  ]);

describe('findGoRuns', () => {
  it.each([
    {
      name: 'a folder',
      line: 'exec.Command("go", "build", "../cmd/app")',
      want: [['m/e2e', ['m/cmd/app']]],
    },
    { name: 'an import path', line: 'gexec.Build("m/cmd/app")', want: [['m/e2e', ['m/cmd/app']]] },
    { name: 'a program, by any call', line: 'start("m/cmd/app")', want: [['m/e2e', ['m/cmd/app']]] },
    { name: 'a pattern', line: 'exec.Command("go", "vet", "./cmd/...")', want: [['m/e2e', 'any']] },
    {
      name: 'the folder itself, which may be any',
      line: 'exec.Command("go", "build", "-o", "../cmd/app", ".")',
      want: [['m/e2e', 'any']],
    },
    { name: 'arguments from elsewhere', line: 'run(t, "go", args...)', want: [['m/e2e', 'any']] },
    { name: 'packages that are loaded', line: 'packages.Load(cfg, pattern)', want: [['m/e2e', 'any']] },
    { name: 'one text', line: 'script.Exec("go build -o x ../cmd/app")', want: [['m/e2e', ['m/cmd/app']]] },
    { name: 'another program', line: 'exec.Command("git", "status")', want: [] },
    { name: 'the word', line: 't.Log("go")', want: [] },
  ])('in a test: $name', ({ line, want }) => {
    expect(runsOf('e2e/e2e_test.go', line)).toEqual(want);
  });

  it('in a helper: for the tests that use it, and only where it starts a program', () => {
    const both = [
      ['m/internal/run', 'any'],
      ['m/e2e', 'any'],
    ];
    expect(runsOf('internal/run/run.go', 'exec.CommandContext(ctx, "go", args...)')).toEqual(both);
    expect(runsOf('internal/run/run.go', 'highlight("go", text)')).toEqual([]);
  });
});

it('findScriptRuns: a script of test data that builds, where a test runs scripts', () => {
  const scripts = [{ file: 'e2e/testdata/script/a.txtar', text: 'exec go build -o app m/cmd/app' }];
  const runsWith = (text: string) =>
    findScriptRuns(scripts, [{ file: 'e2e/e2e_test.go', text }], GRAPH).map(({ tests }) => tests);
  expect(runsWith('testscript.Run(t, params)')).toEqual(['m/e2e']);
  expect(runsWith('os.ReadDir("testdata/script")')).toEqual([]);
});

describe('followGoRuns', () => {
  const tested = (targets: Set<string> | 'any', path: string) =>
    [
      ...followGoRuns({ compiled: new Map([[path, undefined]]), tested: new Map([[path, undefined]]) }, [
        { tests: 'm/e2e', targets },
      ]).tested.keys(),
    ].sort();

  it('takes the tests of what was compiled anew, of anything where the target is unknown, and of nothing else', () => {
    expect(tested(new Set(['m/cmd/app']), 'm/cmd/app')).toEqual(['m/cmd/app', 'm/e2e']);
    expect(tested('any', 'm/lib')).toEqual(['m/e2e', 'm/lib']);
    expect(tested(new Set(['m/cmd/app']), 'm/lib')).toEqual(['m/lib']);
  });
});
