import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { gate, goFile, moduleWith, places } from './modules.ts';

const GO_MOD = 'module example\n\ngo 1.24\n';
const main = (...body: string[]) => ['package main', '', 'func main() {', ...body, '}', ''].join('\n');
const passing = goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }');
const EXAMPLES = {
  'p/p_test.go': passing,
  'examples/a/go.mod': GO_MOD,
  'examples/a/main.go': main('\tprintln(1)'),
  'examples/a/main_test.go': goFile('main', ['testing'], 'func TestA(t *testing.T) { main() }'),
  'examples/b/go.mod': GO_MOD,
  'examples/b/main.go': main('\tprintln(1)', '\tprintln(2)', '\tprintln(3)'),
  'examples/b/other.go': 'package main\n\nfunc other() { println(4) }\n',
};

it('case repositories/04: examples that are all called `example` are counted each for itself', async () => {
  await using project = await createProject(moduleWith(EXAMPLES));
  const { outputs, summary } = await gate(project.dir, { packages: '' });
  expect(outputs).toMatchObject({ verdict: 'pass', covered: '2', statements: '6' });
  expect(summary).toContain('examples/b');
});

it('case repositories/04: a failing example is at its own file', async () => {
  const failing = goFile('main', ['testing'], 'func TestB(t *testing.T) {', '\tt.Error("no")', '}');
  await using project = await createProject(moduleWith({ ...EXAMPLES, 'examples/b/main_test.go': failing }));
  const result = await gate(project.dir);
  expect(result.outputs).toMatchObject({ verdict: 'fail', failed: '1' });
  expect(places(result)).toEqual(['examples/b/main_test.go:6 TestB failed: no']);
});

it('a profile of another job that may mean either is not guessed at', async () => {
  const profile = 'mode: set\nexample/main.go:3.13,5.2 1 1\n';
  const only = 'mode: set\nexample/other.go:3.14,3.27 1 1\n';
  await using project = await createProject(
    moduleWith({ ...EXAMPLES, 'either.out': profile, 'one.out': only }),
  );
  const read = (profiles: string) => gate(project.dir, { run: 'false', profiles, modules: 'examples/*' });
  const either = await read('either.out');
  expect(either.outputs.verdict).toBe('incomplete');
  expect(either.summary).toContain('example/main.go');
  expect((await read('one.out')).summary).not.toContain('example/other.go is in the profile');
});
