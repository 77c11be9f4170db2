import { type ActionResult, createProject, type Files } from '@go-actions/test-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { gate, goFile, moduleWith, places } from './modules.ts';

const passing = goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }');
const LIE =
  'fmt.Print("ok  \\texample.com/m/q\\t0.1s\\tcoverage: 83.3% of statements\\ncoverage: 83.3% of statements\\nPASS\\n")';

describe('printed text decides nothing', () => {
  const exits = [
    {
      name: 'case lint-coverage/11: TestMain that prints a coverage and exits',
      code: [`func TestMain(m *testing.M) { ${LIE}; os.Exit(0) }`, 'func TestQ(t *testing.T) { Q() }'],
    },
    {
      name: 'an exit before anything, in init',
      code: [`func init() { ${LIE}; os.Exit(0) }`, 'func TestQ(t *testing.T) { Q() }'],
    },
    {
      name: 'an exit that testing does not see, in a test',
      code: [`func TestQ(t *testing.T) { Q(); ${LIE}; syscall.Exit(0) }`],
    },
    {
      name: 'an exit in TestMain while the tests are left alone',
      code: [
        `func TestMain(m *testing.M) { fmt.Println("testing: warning: no tests to run"); ${LIE}; os.Exit(0) }`,
        'func TestQ(t *testing.T) { Q() }',
      ],
    },
  ];
  const withTests = (name: string, code: readonly string[]) => {
    const used = ['fmt', 'os', 'syscall', 'testing'].filter((path) => code.join('\n').includes(`${path}.`));
    return {
      [`${name}/q.go`]: `package ${name}\n\nfunc Q() int { return 2 }\n`,
      [`${name}/q_test.go`]: goFile(name, used, ...code),
    };
  };
  const rows = exits.map((row, i) => ({ ...row, coverpkg: 'all', at: [i] }));
  it.each([
    { name: 'each of these', coverpkg: '', at: exits.map((_, i) => i) },
    ...rows,
    { ...exits[0], coverpkg: './p,./q0', at: [0] },
  ])('$name is incomplete (coverpkg: $coverpkg)', async ({ coverpkg, at }) => {
    const files = at.map((i) => withTests(`q${i}`, exits[i]?.code ?? []));
    await using project = await createProject(
      moduleWith(Object.assign({ 'p/p_test.go': passing }, ...files)),
    );
    const result = await gate(project.dir, { coverpkg });
    expect([result.code, result.outputs.verdict]).toEqual([1, 'incomplete']);
    for (const i of at) expect(result.summary).toContain(`example.com/m/q${i}`);
  });

  it('case lint-coverage/11: without statements no profile tells, and who quits is incomplete', async () => {
    const codes = {
      ends: 'func TestMain(m *testing.M) { os.Exit(0) }',
      idles: 'func TestMain(m *testing.M) { if os.Getenv("E2E") != "" { m.Run() } }',
      begins: 'func init() { os.Exit(0) }',
      unseen: 'func TestZ(t *testing.T) { syscall.Exit(0) }',
    };
    const files = Object.entries(codes).map(([name, code]) => {
      const imports = ['os', 'syscall', 'testing'].filter((path) => `${code}testing.`.includes(`${path}.`));
      return [`${name}/x_test.go`, goFile(name, imports, 'func TestA(t *testing.T) {}', code)];
    });
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': passing, ...Object.fromEntries(files) }),
    );
    const result = await gate(project.dir);
    expect([result.code, result.outputs.verdict]).toEqual([1, 'incomplete']);
    for (const name of Object.keys(codes)) expect(result.summary).toContain(`\`example.com/m/${name}\``);
  });

  it('a TestMain that ends with 0 although a test failed hides nothing', async () => {
    const main = 'func TestMain(m *testing.M) { m.Run(); os.Exit(0) }';
    await using project = await createProject(
      moduleWith({
        'p/p_test.go': goFile(
          'p',
          ['os', 'testing'],
          'func TestP(t *testing.T) {',
          '\tt.Error("bad")',
          '}',
          main,
        ),
      }),
    );
    const result = await gate(project.dir);
    expect(result.outputs).toMatchObject({ verdict: 'fail', failed: '1' });
    expect(places(result)).toEqual(['p/p_test.go:6 TestP failed: bad']);
  });

  it('a test file without a test, a method of a test’s name, and a test that prints go’s own marks are whole', async () => {
    const marks = '\\n\\x16=== RUN   TestGhost\\n\\x16--- FAIL: TestGhost (0.00s)\\n';
    const main = 'func TestMain(m *testing.M) { os.Exit(m.Run()) }';
    await using project = await createProject(
      moduleWith({
        'p/p_test.go': goFile(
          'p',
          ['fmt', 'testing'],
          `func TestP(t *testing.T) { P(); fmt.Print("${marks}") }`,
        ),
        'e2e/e2e_test.go': goFile(
          'e2e',
          ['testing'],
          'type s struct{}',
          'func (s) TestA(*testing.T) {}',
          'func Testing() {}',
        ),
        'main/m_test.go': goFile(
          'main',
          ['fmt', 'os', 'testing'],
          `func TestM(t *testing.T) { fmt.Print("${marks}") }`,
          main,
        ),
      }),
    );
    expect((await gate(project.dir)).outputs).toMatchObject({ verdict: 'pass', failed: '0' });
  });

  const whole = [
    {
      name: 'case lint-coverage/20: a test that replaces os.Stdout',
      code: ['func TestQ(t *testing.T) { Q(); os.Stdout, _ = os.OpenFile(os.DevNull, os.O_RDWR, 0) }'],
    },
    {
      name: 'a TestMain that replaces os.Stdout before the tests',
      code: [
        'func TestMain(m *testing.M) { os.Stdout, _ = os.OpenFile(os.DevNull, os.O_RDWR, 0); os.Exit(m.Run()) }',
        'func TestQ(t *testing.T) { Q() }',
      ],
    },
    {
      name: 'a test that prints FAIL, panics and races',
      code: [
        'func TestQ(t *testing.T) {',
        '\tQ()',
        '\tfmt.Print("--- FAIL: TestX (0.00s)\\nFAIL\\nFAIL\\texample.com/m/q [build failed]\\npanic: no\\n\\ngoroutine 1 [running]:\\nWARNING: DATA RACE\\n")',
        '\tos.Stdout.Sync()',
        '}',
      ],
    },
  ];
  it.each(['', 'all'])(
    'what tests print and replace leaves the result whole (coverpkg: %s)',
    async (coverpkg) => {
      const files = whole.map(({ code }, i) => withTests(`q${i}`, code));
      await using project = await createProject(
        moduleWith(
          Object.assign(
            { 'p/p_test.go': passing, 'untested/u.go': 'package untested\n\nfunc U() int { return 3 }\n' },
            ...files,
          ),
        ),
      );
      const result = await gate(project.dir, { coverpkg });
      expect(result.outputs).toMatchObject({ verdict: 'pass', total: '80.00', failed: '0' });
      expect(result.code).toBe(0);
    },
  );
});

describe('places', () => {
  /** What is wrong with each package of a project that one run tests: not more than a step annotates. */
  const PACKAGES: Files = {
    'panics/x_test.go': goFile(
      'panics',
      ['testing'],
      'func TestOne(t *testing.T) { t.Parallel() }',
      'func TestTwo(t *testing.T) { t.Parallel() }',
      'func TestBoom(t *testing.T) {',
      '\tpanic("boom")',
      '}',
    ),
    'goroutine/x_test.go': goFile(
      'goroutine',
      ['testing'],
      'func TestGo(t *testing.T) {',
      '\tgo func() { panic("boom") }()',
      '\tselect {}',
      '}',
    ),
    'exits/x_test.go': goFile(
      'exits',
      ['os', 'testing'],
      'func TestA(t *testing.T) {}',
      'func TestExit(t *testing.T) {',
      '\tos.Exit(3)',
      '}',
    ),
    'logs/x_test.go': goFile(
      'logs',
      ['testing', 'example.com/m/internal/say'],
      'func step(t *testing.T, s string) {',
      '\tt.Helper()',
      '\tt.Log("step: " + s)',
      '}',
      'func TestA(t *testing.T) {',
      '\tstep(t, "add one")',
      '\tsay.Hello(t)',
      '\tt.Log("see x_test.go:3: t.Error(1)")',
      '\tt.Errorf("got %d\\nb_test.go:7: want 3", 2)',
      '}',
    ),
    'internal/say/say.go': goFile(
      'say',
      ['testing'],
      'func Hello(t testing.TB) { t.Helper(); t.Logf("hello") }',
    ),
    'helper/util.go': 'package helper\n\n\n\n\n\n\n\nvar X = 1\n',
    'helper/x_test.go': goFile(
      'helper',
      ['testing', 'example.com/m/internal/check'],
      'func TestA(t *testing.T) { check.No(t) }',
    ),
    'internal/check/util.go': goFile(
      'check',
      ['testing'],
      '',
      'func No(t *testing.T) {',
      '\tt.Error("no")',
      '}',
    ),
    'example/x_test.go': goFile(
      'example',
      ['fmt'],
      '',
      'func Example() {',
      '\tfmt.Println(1)',
      '\t// Output: 2',
      '}',
    ),
    'fuzz/x_test.go': goFile(
      'fuzz',
      ['testing'],
      'func FuzzX(f *testing.F) {',
      '\tf.Add(7)',
      '\tf.Fuzz(func(t *testing.T, x int) {',
      '\t\tt.Fatal(x)',
      '\t})',
      '}',
    ),
    'bench/x_test.go': goFile(
      'bench',
      ['testing'],
      'func BenchmarkP(b *testing.B) {',
      '\tb.Fatal("slow")',
      '}',
    ),
  };
  const MORE: Files = {
    'prints/p.go': 'package prints\n\nfunc P() int { return 1 }\n',
    'prints/x_test.go': goFile(
      'prints',
      ['fmt', 'testing'],
      'func TestA(t *testing.T) {',
      '\tfmt.Println("fatal error: config file is missing\\n\\ngoroutine 1 [running]:\\nmain.main()\\n\\t/x/main.go:1 +0x1")',
      '\tt.Errorf("no config")',
      '}',
    ),
    'main/p.go': 'package main\n\nfunc P() int { return 1 }\n',
    'main/x_test.go': goFile(
      'main',
      ['testing'],
      'func TestMain(m *testing.M) {',
      '\tm.Run()',
      '\tpanic("after")',
      '}',
      'func TestA(t *testing.T) { P() }',
    ),
    'silent/x_test.go': goFile(
      'silent',
      ['testing'],
      '',
      'func TestA(t *testing.T) {',
      '\tt.Log("why")',
      '\tt.Fail()',
      '}',
    ),
  };
  let runs: ActionResult[];
  beforeAll(async () => {
    runs = [];
    for (const files of [PACKAGES, MORE]) {
      await using project = await createProject(moduleWith(files));
      runs.push(await gate(project.dir, { 'test-args': '-bench=. -benchtime=1x' }));
    }
  });

  it.each([
    {
      name: 'case lint-coverage/21: one panic is one failure, and tests that waited did not fail',
      found: ['panics/x_test.go:8 TestBoom panicked: panic: boom'],
    },
    {
      name: 'a panic in a goroutine is at the test that ran',
      found: ['goroutine/x_test.go:6 TestGo panicked: panic: boom'],
    },
    {
      name: 'an exit as well',
      found: [
        'exits/x_test.go:6 TestExit ended the process: the process ended while TestExit ran (os.Exit, or a signal)',
      ],
    },
    {
      name: 'case lint-coverage/24: t.Log of a helper is no failure’s place',
      found: ['logs/x_test.go:13 TestA failed: got 2\nb_test.go:7: want 3'],
    },
    {
      name: 'case lint-coverage/27: printed words of the runtime are no panic',
      found: ['prints/x_test.go:7 TestA failed: no config'],
    },
    {
      name: 'case lint-coverage/28: a helper of another package is found, whatever its base name',
      found: ['internal/check/util.go:7 TestA failed: no'],
    },
    {
      name: 'case lint-coverage/30: a failing example has a line, and says what it got',
      found: ['example/x_test.go:6 Example failed: got:\n1\nwant:\n2'],
    },
    {
      name: 'a test that fails without a word is where it is declared',
      found: ['silent/x_test.go:6 TestA failed: the test failed'],
    },
    {
      name: 'a panic behind the tests is in TestMain, although the profile is whole',
      found: ['main/x_test.go:7 example.com/m/main panicked: panic: after'],
    },
    { name: 'a seed of a fuzz target', found: ['fuzz/x_test.go:8 FuzzX/seed#0 failed: 7'] },
    { name: 'a benchmark that fails is a failure', found: ['bench/x_test.go:6 BenchmarkP failed: slow'] },
  ])('$name', ({ found }) => {
    const folder = (found[0] ?? '').split(/\/(util|x_test)\.go/)[0];
    expect(runs.flatMap(places).filter((place) => place.startsWith(`${folder}/`))).toEqual(found);
  });

  it('each counts once', () => {
    expect(runs[0]?.outputs).toMatchObject({ verdict: 'incomplete', failed: '9' });
    expect(runs[1]?.outputs).toMatchObject({ verdict: 'fail', failed: '2' });
  });

  const at = async (files: Files, inputs: Record<string, string> = {}) => {
    await using project = await createProject(moduleWith(files));
    const ran = await gate(project.dir, inputs);
    return { places: places(ran), ...ran };
  };

  it('a time-out is at the line of the test that ran, not of one that waits', async () => {
    const { places: found, outputs } = await at(
      {
        'p/p_test.go': goFile(
          'p',
          ['testing', 'time'],
          'func TestWaits(t *testing.T) { t.Parallel() }',
          'func TestFine(t *testing.T) {}',
          'func TestHangs(t *testing.T) {',
          '\tgo func() { time.Sleep(time.Hour) }()',
          '\tt.Run("sub", func(t *testing.T) {',
          '\t\ttime.Sleep(time.Hour)',
          '\t})',
          '}',
        ),
      },
      { timeout: '1s' },
    );
    expect(found).toEqual(['p/p_test.go:10 TestHangs/sub timed out: panic: test timed out after 1s']);
    expect(outputs.verdict).toBe('incomplete');
  });

  it('case lint-coverage/23: benchmarks that ran are no failures', async () => {
    const { code, outputs } = await at(
      {
        'p/p_test.go': goFile(
          'p',
          ['testing'],
          'func TestP(t *testing.T) { P() }',
          'func BenchmarkP(b *testing.B) { for range b.N { P() }; b.Run("sub", func(b *testing.B) {}) }',
        ),
      },
      { 'test-args': '-bench=. -benchtime=1x', 'report-dir': 'out', reports: 'junit' },
    );
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ verdict: 'pass', failed: '0', tests: '1' });
  });

  it('case repositories/05: a data race is one annotation, and a test beside it is counted only', async () => {
    const {
      places: found,
      outputs,
      summary,
    } = await at(
      {
        'p/p_test.go': goFile(
          'p',
          ['testing'],
          // Go fails the tests that run during a race: the other one has to have begun.
          'var begun, over = make(chan bool), make(chan bool)',
          'func TestRace(t *testing.T) {',
          '\tt.Parallel(); <-begun',
          '\tx, done := 0, make(chan bool)',
          '\tgo func() { x++; done <- true }()',
          '\tx++',
          '\t<-done',
          '\tclose(over)',
          '}',
          'func TestBeside(t *testing.T) { t.Parallel(); close(begun); <-over }',
        ),
      },
      { race: 'true', 'test-args': '-parallel 2' },
    );
    expect(found.map((place) => place.replace(/:(9|10) /, ':N '))).toEqual([
      'p/p_test.go:N TestRace has a data race: data race',
    ]);
    expect(outputs).toMatchObject({ verdict: 'fail', failed: '2' });
    expect(summary).toContain('1 data race; 1 test failed');
  });
});
