import { createRandom, type Random } from './random.ts';

/** A generated package: its files, and the tests that a whole run of it must end. */
export type TestPackage = {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly tests: readonly string[];
};

/** What a test does; `n` makes names of its own. Go code of a function body, and declarations beside it. */
type Behaviour = { readonly name: string; readonly body: (n: string) => string; readonly flaky?: true };

/** Words of go, of the runtime and of the race detector, which decide nothing when a test prints them. */
const LIES = [
  'coverage: 100.0% of statements\\n',
  'PASS\\n',
  'FAIL\\n',
  '--- FAIL: TestOther (0.00s)\\n',
  '--- PASS: TestOther (0.00s)\\n',
  'ok  \\texample.com/m/other\\t0.1s\\tcoverage: 83.3% of statements\\n',
  'FAIL\\texample.com/m/other [build failed]\\n',
  'panic: not really\\n\\ngoroutine 1 [running]:\\nmain.main()\\n\\t/x/main.go:1 +0x1\\n',
  'fatal error: config file is missing\\n',
  'WARNING: DATA RACE\\n',
  '    x_test.go:3: a lie\\n',
  'testing: warning: no tests to run\\n',
  '{\\"Action\\":\\"fail\\",\\"Package\\":\\"example.com/m/other\\"}\\n',
  'exit status 2\\n',
];

const CALM: readonly Behaviour[] = [
  { name: 'passes', body: () => 'F()' },
  { name: 'skips', body: () => 't.Skip("later")' },
  { name: 'waits', body: () => 't.Parallel(); F()' },
  { name: 'logs', body: () => 'say(t, "hello"); t.Log("x_test.go:9: t.Error(1)")' },
  {
    name: 'has sub-tests',
    body: () =>
      't.Run("a", func(t *testing.T) { t.Parallel() }); t.Run("b c", func(t *testing.T) { t.Skip() })',
  },
  { name: 'mutes stdout', body: () => 'os.Stdout, _ = os.OpenFile(os.DevNull, os.O_RDWR, 0)' },
];
const FAILING: readonly Behaviour[] = [
  { name: 'fails', body: () => 't.Error("no")' },
  {
    name: 'fails in a sub-test',
    body: () => 't.Run("a", func(t *testing.T) { t.Fatal("no") }); t.Run("b", func(t *testing.T) {})',
  },
  { name: 'fails while it waits', body: () => 't.Parallel(); t.Error("no")' },
  { name: 'fails the first time', body: (n) => `if visit("${n}") < 1 { t.Fatal("flaky") }`, flaky: true },
  { name: 'fails twice', body: (n) => `if visit("${n}") < 2 { t.Fatal("flaky") }`, flaky: true },
  {
    name: 'fails, then panics',
    body: (n) => `switch visit("${n}") { case 0: t.Fatal("flaky"); case 1: panic("boom") }`,
    flaky: true,
  },
  {
    name: 'fails, then skips',
    body: (n) => `if visit("${n}") == 0 { t.Fatal("flaky") }; t.Skip()`,
    flaky: true,
  },
  {
    name: 'fails, then exits',
    body: (n) => `switch visit("${n}") { case 0: t.Fatal("flaky"); case 1: os.Exit(4) }`,
    flaky: true,
  },
];
const ENDING: readonly Behaviour[] = [
  { name: 'panics', body: () => 'panic("boom")' },
  { name: 'panics in a goroutine', body: () => 'go func() { panic("boom") }(); select {}' },
  { name: 'exits', body: () => 'os.Exit(3)' },
  { name: 'exits with 0', body: () => 'os.Exit(0)' },
  { name: 'exits unseen', body: () => 'syscall.Exit(0)' },
  { name: 'panics with nil', body: () => 'var m map[string]int; m["a"] = 1' },
];
const HANGS: Behaviour = { name: 'hangs', body: () => 'select { case <-time.After(time.Hour): }' };
const RACES: Behaviour = {
  name: 'races',
  body: () => 'x, done := 0, make(chan bool); go func() { x++; done <- true }(); x++; <-done; _ = x',
};
const MAINS = [
  'os.Exit(m.Run())',
  'm.Run()',
  'os.Exit(0)',
  'm.Run(); os.Exit(1)',
  'code := m.Run(); fmt.Print("coverage: 9.9% of statements\\nPASS\\n"); os.Exit(code)',
];

/** Random packages; `race`: the race detector runs. */
export function generatePackages(count: number, seed: number, race: boolean): TestPackage[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => generatePackage(`p${i}`, random, race));
}

function generatePackage(name: string, random: Random, race: boolean): TestPackage {
  const behaviours = Array.from({ length: 1 + random.below(4) }, () => random.pick(CALM));
  if (random.chance(0.4)) behaviours.push(random.pick(FAILING));
  if (random.chance(0.1)) behaviours.push(random.pick(FAILING));
  if (random.chance(0.15)) behaviours.push(random.pick(ENDING));
  if (random.chance(0.03)) behaviours.push(HANGS);
  if (race && random.chance(0.2)) behaviours.push(RACES);
  const shuffled = behaviours
    .map((behaviour) => ({ behaviour, at: random.below(1_000) }))
    .sort((a, b) => a.at - b.at);
  const tests = shuffled.map(({ behaviour }, i) => {
    const test = `Test${String.fromCharCode(65 + i)}`;
    const lie = random.chance(0.5) ? `fmt.Print("${random.pick(LIES)}"); ` : '';
    return {
      test,
      code: `// ${behaviour.name}\nfunc ${test}(t *testing.T) { ${lie}${behaviour.body(`${name}-${test}`)} }`,
    };
  });
  const main = random.chance(0.25) ? `func TestMain(m *testing.M) { ${random.pick(MAINS)} }` : '';
  const benchmark = random.chance(0.2) ? 'func BenchmarkF(b *testing.B) { for range b.N { F() } }' : '';
  const code = [
    `package ${name}`,
    'import ("fmt"; "os"; "syscall"; "testing"; "time")',
    'var _, _, _ = fmt.Sprint, syscall.Exit, time.Now',
    'func say(t *testing.T, s string) { t.Helper(); t.Log(s) }',
    // How often the test ran before: what makes a test flaky here is on disk.
    'func visit(name string) int {\n\tpath := "../visits/" + name\n\told, _ := os.ReadFile(path)\n\tos.WriteFile(path, append(old, 1), 0o644)\n\treturn len(old)\n}',
    'var _ = visit',
    main,
    benchmark,
    ...tests.map(({ code: test }) => test),
  ];
  return {
    name,
    files: {
      [`${name}/f.go`]: `package ${name}\n\nfunc F() int { return 1 }\n`,
      [`${name}/x_test.go`]: `${code.filter(Boolean).join('\n\n')}\n`,
    },
    tests: tests.map(({ test }) => test),
  };
}
