import { run } from '@go-actions/action-kit';
import { createProject, runAction } from '@go-actions/test-kit';

/** Counts of one suite, a package, as text: `tests failures skipped`. */
type Suites = ReadonlyMap<string, string>;

export type JunitComparison = {
  readonly version: string;
  readonly suites: number;
  readonly tests: number;
  readonly problems: readonly string[];
};

/** A package for each way in which tests can end. */
const FILES = {
  'go.mod': 'module example.com/suite\n\ngo 1.23\n',
  ...packageOf(
    'passes',
    'func TestA(t *testing.T) { t.Run("x", func(t *testing.T) { t.Run("y", func(t *testing.T) {}) }) }\nfunc TestB(t *testing.T) { t.Parallel(); t.Log("hi") }\n',
  ),
  ...packageOf(
    'fails',
    'func TestA(t *testing.T) {\n\tt.Run("x", func(t *testing.T) { t.Error("no") })\n\tt.Run("y", func(t *testing.T) { t.Skip("later") })\n}\nfunc TestB(t *testing.T) {}\n',
  ),
  ...packageOf(
    'skips',
    'func TestA(t *testing.T) { t.Skip() }\nfunc TestB(t *testing.T) { t.Run("x", func(t *testing.T) { t.SkipNow() }) }\n',
  ),
  ...packageOf(
    'panics',
    'func TestA(t *testing.T) {}\nfunc TestB(t *testing.T) { t.Run("x", func(t *testing.T) { panic("boom") }) }\nfunc TestNever(t *testing.T) {}\n',
  ),
  ...packageOf('exits', 'func TestA(t *testing.T) {}\nfunc TestB(t *testing.T) { os.Exit(3) }\n', '"os"'),
  ...packageOf(
    'refuses',
    'func TestMain(m *testing.M) { fmt.Println("no database"); os.Exit(1) }\nfunc TestA(t *testing.T) {}\n',
    '"fmt"; "os"',
  ),
  ...packageOf('broken', 'func TestA(t *testing.T) { undefined() }\n'),
  'empty/a.go': 'package empty\n',
};

function packageOf(name: string, tests: string, imports = ''): Record<string, string> {
  return {
    [`${name}/a.go`]: `package ${name}\n\nfunc A() int { return 1 }\n`,
    [`${name}/a_test.go`]: `package ${name}\n\nimport (${imports}; "testing")\n\n${tests}`.replace(
      '(; ',
      '(',
    ),
  };
}

/** Gives one stream of `go test -json` to coverage-gate and to gotestsum, and compares what their JUnit files count. */
export async function compareJunit(version: string, gotestsum: string): Promise<JunitComparison> {
  await using project = await createProject(FILES);
  const args = ['test', '-json', '-count=2', '-coverprofile=cover.out', './...'];
  const { stdout } = await run('go', args, { cwd: project.dir, env: { GOTOOLCHAIN: version } });
  await project.write({ 'events.json': stdout });
  await run(
    gotestsum,
    ['--format=none', '--junitfile=theirs.xml', '--raw-command', '--', 'cat', 'events.json'],
    { cwd: project.dir },
  );
  await runAction('coverage-gate', {
    workspace: project.dir,
    inputs: {
      run: 'false',
      profiles: 'cover.out',
      'test-json': 'events.json',
      'report-dir': 'report',
      reports: 'junit',
    },
    env: { GOTOOLCHAIN: version },
  });
  const ours = readSuites(await project.read('report/junit.xml'));
  // gotestsum writes a suite without tests for packages that have none, and a nameless one for compilers.
  const theirs = readSuites(await project.read('theirs.xml'));
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (name) => name && !name.endsWith('/empty'),
  );
  const problems = names
    .filter((name) => ours.get(name) !== theirs.get(name))
    .map(
      (name) =>
        `${version}: ${name} has ${ours.get(name)}, gotestsum says ${theirs.get(name)} (tests, failures, skipped)`,
    );
  const tests = [...theirs.values()].reduce((sum, counts) => sum + Number.parseInt(counts, 10), 0);
  return { version, suites: names.length, tests, problems };
}

function readSuites(xml: string): Suites {
  const suites = [...xml.matchAll(/<testsuite ([^>]*)>/g)].map(([, text = '']): [string, string] => {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1];
    const counts = ['tests', 'failures', 'skipped'].map((name) => Number(attribute(name) ?? 0));
    return [attribute('name') ?? '', counts.join(' ')];
  });
  return new Map(suites);
}
