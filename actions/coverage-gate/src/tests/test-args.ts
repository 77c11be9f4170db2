/** Flags of the gate's own that another one of the same name would displace, or that make `go test` do something else. */
const TAKEN: Readonly<Record<string, string>> = {
  coverprofile: 'the gate writes the profile itself: read the output `profile`, or set `report-dir`',
  coverpkg: 'set the input `coverpkg` instead',
  cover: 'the gate measures coverage by itself',
  json: 'the gate reads the events itself: set `reports: junit` or read the log',
  c: 'it builds the tests and runs none of them',
  o: 'it is for `-c`; the tests are run and not kept',
  fuzz: 'fuzzing runs without coverage and for one package alone: give it a step of its own',
  list: 'it prints the names of tests and runs none of them',
  n: 'it prints commands and runs none of them',
  overlay: 'other files than those of the checkout would be tested',
};

/** Flags whose value may stand behind them as a word of its own that begins with a dash. */
const WITH_DASHES = /^(asmflags|gcflags|gccgoflags|ldflags|exec|toolexec|run|skip|bench)$/;

type Flag = {
  readonly name: string;
  /** Behind `=`. */
  readonly value: string | undefined;
  /** The word behind it, which is its value when it takes one and has none behind `=`. */
  readonly next: string | undefined;
};

/**
 * The flags of `go test`: `-test.run=X`, `--run X` and `-run X` are one. Behind `-args` those of the test program's own package
 * `testing` only, which need their `test.` there.
 */
export function readFlags(args: readonly string[]): Flag[] {
  const flags: Flag[] = [];
  let form = /^--?(?:test\.)?([^=]+)(?:=(.*))?$/s;
  for (let i = 0; i < args.length; i++) {
    const match = form.exec(args[i] ?? '');
    if (!match) continue;
    const [, name = '', value] = match;
    if (name === 'args') {
      form = /^--?test\.([^=]+)(?:=(.*))?$/s;
      continue;
    }
    flags.push({ name, value, next: args[i + 1] });
    if (value === undefined && WITH_DASHES.test(name)) i += 1;
  }
  return flags;
}

/** A sentence for each flag that cannot stand in the arguments; `reruns`: failed tests run again. */
export function refuseFlags(args: readonly string[], reruns: boolean): string[] {
  const refused = readFlags(args).flatMap(({ name, value, next }) => {
    if (name === 'failfast')
      return reruns && isOn(value)
        ? [
            '`-failfast` leaves tests out after the first failure, so that `rerun-fails` could never say that all passed: choose one of them',
          ]
        : [];
    if (name === 'cover' && isOn(value)) return [];
    if (name === 'count' && /^0+$/.test(value ?? next ?? ''))
      return ['`-count=0` cannot stand there: it runs no test'];
    const why = Object.hasOwn(TAKEN, name) ? TAKEN[name] : undefined;
    return why ? [`\`-${name}\` cannot stand there: ${why}`] : [];
  });
  return [...new Set(refused)];
}

/** The build tags that the arguments set; the last one counts, as for go. */
export function findTags(args: readonly string[]): string[] | undefined {
  const at = args.findLastIndex((arg) => /^--?tags(=|$)/.test(arg));
  if (at < 0) return undefined;
  const value = /=(.*)$/s.exec(args[at] ?? '')?.[1] ?? args[at + 1] ?? '';
  return value.split(/[\s,]+/).filter(Boolean);
}

/** Whether the arguments turn the race detector on or off; `undefined` when they do not say. */
export function findRace(args: readonly string[]): boolean | undefined {
  const flag = readFlags(args).findLast(({ name }) => name === 'race');
  return flag && isOn(flag.value);
}

/** Whether flags choose among the tests, also those that `-args` hands to the test program. */
export const choosesTests = (args: readonly string[]): boolean =>
  args.some((arg) => /^--?(test\.)?(run|skip)(=|$)/.test(arg));

/** A boolean flag's value as go reads it (strconv.ParseBool); none means on, and go itself refuses what is none. */
const isOn = (value: string | undefined): boolean => !/^(0|f|F|false|FALSE|False)$/.test(value ?? '');
