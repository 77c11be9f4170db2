import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
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
  it.each(exits.flatMap((row) => ['', 'all', './p,./q'].map((coverpkg) => ({ ...row, coverpkg }))))(
    '$name is incomplete (coverpkg: $coverpkg)',
    async ({ code, coverpkg }) => {
      const used = ['fmt', 'os', 'syscall', 'testing'].filter((name) => code.join('\n').includes(`${name}.`));
      await using project = await createProject(
        moduleWith({
          'p/p_test.go': passing,
          'q/q.go': 'package q\n\nfunc Q() int { return 2 }\n',
          'q/q_test.go': goFile('q', used, ...code),
        }),
      );
      const result = await gate(project.dir, { coverpkg });
      expect([result.code, result.outputs.verdict]).toEqual([1, 'incomplete']);
      expect(result.summary).toContain('example.com/m/q');
    },
  );

  it.each([
    { name: 'TestMain ends the process', code: 'func TestMain(m *testing.M) { os.Exit(0) }' },
    {
      name: 'TestMain runs nothing',
      code: 'func TestMain(m *testing.M) { if os.Getenv("E2E") != "" { m.Run() } }',
    },
    { name: 'an init ends the process', code: 'func init() { os.Exit(0) }' },
    { name: 'its last test ends the process unseen', code: 'func TestZ(t *testing.T) { syscall.Exit(0) }' },
  ])(
    'case lint-coverage/11: without statements no profile tells, and $name: incomplete',
    async ({ code }) => {
      const imports = ['os', 'syscall', 'testing'].filter((name) => `${code}testing.`.includes(`${name}.`));
      await using project = await createProject(
        moduleWith({
          'p/p_test.go': passing,
          'e2e/e2e_test.go': goFile('e2e', imports, 'func TestA(t *testing.T) {}', code),
        }),
      );
      const result = await gate(project.dir);
      expect([result.code, result.outputs.verdict]).toEqual([1, 'incomplete']);
      expect(result.summary).toContain('example.com/m/e2e');
    },
  );

  it('a test file without a test, or with a method of a test’s name, is whole', async () => {
    await using project = await createProject(
      moduleWith({
        'p/p_test.go': passing,
        'e2e/e2e_test.go': goFile(
          'e2e',
          ['testing'],
          'type s struct{}',
          'func (s) TestA(*testing.T) {}',
          'func Testing() {}',
        ),
      }),
    );
    expect((await gate(project.dir)).outputs).toMatchObject({ verdict: 'pass', tests: '1' });
  });

  it('a test that prints go’s own marks changes nothing', async () => {
    const marks = '\\n\\x16=== RUN   TestGhost\\n\\x16--- FAIL: TestGhost (0.00s)\\n';
    await using project = await createProject(
      moduleWith({
        'p/p_test.go': goFile(
          'p',
          ['fmt', 'testing'],
          `func TestP(t *testing.T) { P(); fmt.Print("${marks}") }`,
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
  it.each(whole.flatMap((row) => ['', 'all'].map((coverpkg) => ({ ...row, coverpkg }))))(
    '$name is whole (coverpkg: $coverpkg)',
    async ({ code, coverpkg }) => {
      const used = ['fmt', 'os', 'testing'].filter((name) => code.join('\n').includes(`${name}.`));
      await using project = await createProject(
        moduleWith({
          'p/p_test.go': passing,
          'q/q.go': 'package q\n\nfunc Q() int { return 2 }\n',
          'q/q_test.go': goFile('q', used, ...code),
          'untested/u.go': 'package untested\n\nfunc U() int { return 3 }\n',
        }),
      );
      const result = await gate(project.dir, { coverpkg });
      expect(result.outputs).toMatchObject({ verdict: 'pass', total: '66.66', failed: '0' });
      expect(result.code).toBe(0);
    },
  );
});

describe('places', () => {
  const at = async (files: Record<string, string>, inputs: Record<string, string> = {}) => {
    await using project = await createProject(moduleWith(files));
    const result = await gate(project.dir, inputs);
    return { places: places(result), ...result };
  };

  it('case lint-coverage/21: one panic is one failure, and tests that waited did not fail', async () => {
    const {
      places: found,
      outputs,
      annotations,
    } = await at({
      'p/p_test.go': goFile(
        'p',
        ['testing'],
        'func TestOne(t *testing.T) { t.Parallel() }',
        'func TestTwo(t *testing.T) { t.Parallel() }',
        'func TestBoom(t *testing.T) {',
        '\tpanic("boom")',
        '}',
      ),
    });
    expect(outputs).toMatchObject({ verdict: 'incomplete', failed: '1', tests: '3' });
    expect(found).toEqual(['p/p_test.go:8 TestBoom panicked: panic: boom']);
    expect(annotations).toHaveLength(2);
  });

  it('a panic in a goroutine, and an exit, are at the test that ran', async () => {
    const goroutine = await at({
      'p/p_test.go': goFile(
        'p',
        ['testing'],
        'func TestGo(t *testing.T) {',
        '\tgo func() { panic("boom") }()',
        '\tselect {}',
        '}',
      ),
    });
    expect(goroutine.places).toEqual(['p/p_test.go:6 TestGo panicked: panic: boom']);
    expect(goroutine.outputs.failed).toBe('1');
    const exit = await at({
      'p/p_test.go': goFile(
        'p',
        ['os', 'testing'],
        'func TestA(t *testing.T) {}',
        'func TestExit(t *testing.T) {',
        '\tos.Exit(3)',
        '}',
      ),
    });
    expect(exit.places).toEqual([
      'p/p_test.go:6 TestExit ended the process: the process ended while TestExit ran (os.Exit, or a signal)',
    ]);
    expect(exit.outputs).toMatchObject({ verdict: 'incomplete', failed: '1', tests: '2' });
  });

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

  it('a benchmark that fails is a failure', async () => {
    const {
      code,
      outputs,
      places: found,
    } = await at(
      {
        'p/p_test.go': goFile('p', ['testing'], 'func BenchmarkP(b *testing.B) {', '\tb.Fatal("slow")', '}'),
      },
      { 'test-args': '-bench=. -benchtime=1x' },
    );
    expect([code, outputs.failed]).toEqual([1, '1']);
    expect(found).toEqual(['p/p_test.go:6 BenchmarkP failed: slow']);
  });

  it('case lint-coverage/24: t.Log of a helper is no failure’s place', async () => {
    const { places: found } = await at({
      'p/p_test.go': goFile(
        'p',
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
    });
    expect(found).toEqual(['p/p_test.go:13 TestA failed: got 2\nb_test.go:7: want 3']);
  });

  it('case lint-coverage/27: printed words of the runtime are no panic', async () => {
    const { places: found, outputs } = await at({
      'p/p_test.go': goFile(
        'p',
        ['fmt', 'testing'],
        'func TestA(t *testing.T) {',
        '\tP()',
        '\tfmt.Println("fatal error: config file is missing\\n\\ngoroutine 1 [running]:\\nmain.main()\\n\\t/x/main.go:1 +0x1")',
        '\tt.Errorf("no config")',
        '}',
      ),
    });
    expect(found).toEqual(['p/p_test.go:8 TestA failed: no config']);
    expect(outputs).toMatchObject({ verdict: 'fail', total: '100.00' });
  });

  it('case lint-coverage/28: a helper of another package is found, whatever its base name', async () => {
    const { places: found } = await at({
      'p/util.go': 'package p\n\n\n\n\n\n\n\nvar X = 1\n',
      'p/p_test.go': goFile(
        'p',
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
    });
    expect(found).toEqual(['internal/check/util.go:7 TestA failed: no']);
  });

  it('case lint-coverage/30: a failing example has a line, and says what it got', async () => {
    const { places: found } = await at({
      'p/p_test.go': goFile(
        'p',
        ['fmt'],
        '',
        'func ExampleP() {',
        '\tfmt.Println(P())',
        '\t// Output: 2',
        '}',
      ),
    });
    expect(found).toEqual(['p/p_test.go:6 ExampleP failed: got:\n1\nwant:\n2']);
  });

  it('a test that fails without a word is where it is declared', async () => {
    const { places: found } = await at({
      'p/p_test.go': goFile(
        'p',
        ['testing'],
        '',
        'func TestA(t *testing.T) {',
        '\tt.Log("why")',
        '\tt.Fail()',
        '}',
      ),
    });
    expect(found).toEqual(['p/p_test.go:6 TestA failed: the test failed']);
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
