import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { gate, goFile, moduleWith } from './modules.ts';

/** Fails the first time. */
const FLAKY = [
  'func TestFlaky(t *testing.T) {',
  '\tif _, err := os.Stat("seen"); err != nil {',
  '\t\tos.WriteFile("seen", nil, 0o644)',
  '\t\tt.Fatal("the first time")',
  '\t}',
  '}',
].join('\n');
const flaky = (...code: string[]) => goFile('p', ['os', 'testing'], FLAKY, ...code);
const passing = goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }');

describe('reruns', () => {
  it('are green when every test that had not passed passes', async () => {
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': passing, 'p/flaky_test.go': flaky() }),
    );
    const { code, outputs } = await gate(project.dir, { 'rerun-fails': '1' });
    expect([code, outputs.verdict, outputs.flaky, outputs.failed]).toEqual([0, 'pass', '1', '0']);
  });

  it.each([
    { args: '-failfast', env: {} },
    { args: '-test.failfast', env: {} },
    { args: '--failfast=true', env: {} },
    { args: '', env: { GOFLAGS: '-failfast' } },
  ])(
    'case lint-coverage/01: -failfast leaves tests out, and reruns refuse it ($args $env)',
    async ({ args, env }) => {
      await using project = await createProject(
        moduleWith({ 'p/flaky_test.go': flaky('func TestLater(t *testing.T) { t.Fatal("always") }') }),
      );
      const { code, annotations } = await gate(
        project.dir,
        { 'rerun-fails': '2', 'test-args': args },
        { env },
      );
      expect(code).toBe(1);
      expect(annotations[0]?.message).toContain('`-failfast` leaves tests out');
      const alone = await gate(project.dir, { 'test-args': '-failfast=F', 'rerun-fails': '1' });
      expect([alone.code, alone.outputs.failed]).toEqual([1, '1']);
    },
  );

  it('case lint-coverage/02: a TestMain that fails after its tests passed is not flaky', async () => {
    const main = 'func TestMain(m *testing.M) { m.Run(); os.Exit(1) }';
    await using project = await createProject(moduleWith({ 'p/flaky_test.go': flaky(main) }));
    const { code, outputs } = await gate(project.dir, { 'rerun-fails': '2' });
    expect([code, outputs.verdict, outputs.flaky]).toEqual([1, 'fail', '0']);
  });

  const RACE = [
    'func race() {',
    '\tx, done := 0, make(chan bool)',
    '\tgo func() { x++; done <- true }()',
    '\tx++',
    '\t<-done',
    '\t_ = x',
    '}',
  ].join('\n');
  const attempts = (second: string) =>
    [
      'func TestThree(t *testing.T) {',
      '\tif _, err := os.Stat("one"); err != nil {',
      '\t\tos.WriteFile("one", nil, 0o644)',
      '\t\tt.Fatal("first")',
      '\t}',
      '\tif _, err := os.Stat("two"); err != nil {',
      '\t\tos.WriteFile("two", nil, 0o644)',
      `\t\t${second}`,
      '\t}',
      '}',
    ].join('\n');

  it('case lint-coverage/41: a data race in one attempt is never green', async () => {
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': goFile('p', ['os', 'testing'], attempts('race()'), RACE) }),
    );
    const { code, outputs, summary } = await gate(project.dir, { 'rerun-fails': '3', race: 'true' });
    expect([code, outputs.verdict, outputs.flaky, outputs.failed]).toEqual([1, 'fail', '0', '1']);
    expect(summary).toContain('had a data race when run again');
  });

  it.each(['panic("boom")', 'os.Exit(3)', 'go panic("boom"); select {}'])(
    'an attempt that does not come to its end is never green: %s',
    async (second) => {
      const code = attempts(second);
      // Without statements no profile can say that the process ended early.
      await using project = await createProject(
        moduleWith({ 'p/p_test.go': passing, 'e2e/e2e_test.go': goFile('e2e', ['os', 'testing'], code) }),
      );
      const result = await gate(project.dir, { 'rerun-fails': '3' });
      expect([result.code, result.outputs.flaky]).toEqual([1, '0']);
      expect(result.summary).toContain('did not come to an end when run again');
    },
  );

  it('text alone is no panic: a test that prints one may be flaky', async () => {
    const lying = FLAKY.replace(
      't.Fatal',
      'println("fatal error: not really\\n\\ngoroutine 1 [running]:"); t.Fatal',
    );
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': passing, 'p/lie_test.go': goFile('p', ['os', 'testing'], lying) }),
    );
    const { code, outputs } = await gate(project.dir, { 'rerun-fails': '1' });
    expect([code, outputs.flaky]).toEqual([0, '1']);
  });

  it('a test that is skipped, or not run, when it runs again has not passed', async () => {
    const skips = FLAKY.replace('\t}\n}', '\t}\n\tt.Skip("not now")\n}');
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': passing, 'p/skip_test.go': goFile('p', ['os', 'testing'], skips) }),
    );
    const { code, outputs } = await gate(project.dir, { 'rerun-fails': '1' });
    expect([code, outputs.failed]).toEqual([1, '1']);
  });

  it('`known-flaky` runs its own tests again, as long as it lasts', async () => {
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': passing, 'p/flaky_test.go': flaky() }),
    );
    const known = (test: string, expires: string) => ({
      'rerun-fails': '1',
      'known-flaky': `- { test: ${test}, reason: slow network, expires: ${expires} }`,
    });
    const other = await gate(project.dir, known('TestOther', '2999-12-31'));
    expect([other.code, other.outputs.failed]).toEqual([1, '1']);
    await project.write({ 'p/seen': null });
    const over = await gate(project.dir, known('TestFlaky', '2020-01-31'));
    expect([over.code, over.outputs.failed]).toEqual([1, '1']);
    expect(over.summary).toContain('TestFlaky is no longer run again since 2020-01-31');
    await project.write({ 'p/seen': null });
    const own = await gate(project.dir, known('example.com/m/p.TestFlaky', '2999-12-31'));
    expect([own.code, own.outputs.flaky]).toEqual([0, '1']);
  });
});
