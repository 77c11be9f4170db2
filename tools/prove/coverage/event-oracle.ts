import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import type { TestPackage } from './event-packages.ts';

/** What must come out, found without any of coverage-gate's code: by exit codes and by the events of `go test -json` alone. */
export type Expected = {
  readonly green: boolean;
  /** Packages that must be named in red. */
  readonly red: ReadonlySet<string>;
  /** Tests that say that they failed in the end, of packages in which one does. */
  readonly failed: ReadonlyMap<string, number>;
};

type Event = {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
};
type Attempt = {
  readonly code: number | null;
  /** Exit codes of the test programs, by package. */
  readonly exits: ReadonlyMap<string, number>;
  readonly ends: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

/** Runs the tests as a person would who reads exit codes and events, and runs failed tests again `times` times. */
export async function askGo(
  dir: string,
  packages: readonly TestPackage[],
  options: { readonly flags: readonly string[]; readonly times: number },
): Promise<Expected> {
  const wrapper = join(dir, 'wrapper.sh');
  const exits = join(dir, 'exits');
  await writeFile(wrapper, `"$@"\ncode=$?\necho $code > "${exits}/$(basename "$1" .test)"\nexit $code\n`);
  const go = async (more: readonly string[], names: readonly string[]): Promise<Attempt> => {
    await rm(exits, { recursive: true, force: true });
    await mkdir(exits, { recursive: true });
    const args = [
      'test',
      '-json',
      '-count=1',
      `-exec=sh ${wrapper}`,
      ...options.flags,
      ...more,
      ...names.map((name) => `./${name}`),
    ];
    const { code, stdout } = await run('go', args, {
      cwd: dir,
      maxBytes: 256 * 1024 * 1024,
      killLeftovers: true,
    });
    const codes = new Map<string, number>();
    for (const name of names) {
      const text = await readFile(join(exits, name), 'utf8').catch(() => '');
      if (text) codes.set(name, Number(text));
    }
    return { code, exits: codes, ends: readEnds(stdout) };
  };

  const first = await go(
    [],
    packages.map(({ name }) => name),
  );
  const red = new Set<string>();
  const failed = new Map<string, number>();
  for (const { name, tests } of packages) {
    const ends = new Map(first.ends.get(name));
    const whole = tests.every((test) => ends.has(test));
    let left = [...ends].filter(([, end]) => end === 'fail').map(([test]) => test);
    if (first.exits.get(name) === 0 && whole) continue;
    // 1 is "tests failed"; 2 a panic, 66 a race, everything else an exit of its own.
    let lost = !whole || first.exits.get(name) !== 1;
    let healed = false;
    for (let i = 0; i < options.times && !lost && left.length > 0 && !healed; i++) {
      const tops = [...new Set(left.map((test) => test.split('/')[0] ?? ''))];
      const again = await go([`-run=^(${tops.join('|')})$`], [name]);
      const now = again.ends.get(name) ?? new Map<string, string>();
      const exit = again.exits.get(name);
      lost = (exit !== 0 && exit !== 1) || tops.some((test) => !now.has(test));
      const failing = tops.filter((test) => now.get(test) !== 'pass');
      // Everything passed and the program says no: that is no pass of any of them.
      if (lost || (exit === 1 && ![...now.values()].includes('fail'))) continue;
      left = left.filter((test) => failing.includes(test.split('/')[0] ?? ''));
      healed = exit === 0 && again.code === 0 && left.length === 0;
    }
    if (healed) continue;
    red.add(name);
    if (left.length > 0) failed.set(name, left.length);
  }
  return { green: red.size === 0, red, failed };
}

/**
 * How each test ended, the last time that it did. A package without an end of its own: test2json gave that end to the test that
 * ran last, whose own end it is not, unless its report stands before it.
 */
function readEnds(stdout: string): Map<string, Map<string, string>> {
  const ends = new Map<string, Map<string, string>>();
  const borrowed = new Map<string, { readonly test: string; readonly before: string | undefined }>();
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
    const { Action, Package = '', Test, Output = '' } = JSON.parse(line) as Event;
    const name = Package.slice(Package.lastIndexOf('/') + 1);
    const report = /^\s*--- (PASS|FAIL|SKIP): (\S+) \(/.exec(Output);
    if (report && Test === report[2])
      ends.set(name, (ends.get(name) ?? new Map()).set(Test, report[1]?.toLowerCase() ?? ''));
    if (!['pass', 'fail', 'skip'].includes(Action)) continue;
    if (Test === undefined) borrowed.delete(name);
    else {
      const own = ends.get(name) ?? new Map<string, string>();
      borrowed.set(name, { test: Test, before: own.get(Test) });
      ends.set(name, own.set(Test, Action));
    }
  }
  for (const [name, { test, before }] of borrowed) {
    if (before === undefined) ends.get(name)?.delete(test);
    else ends.get(name)?.set(test, before);
  }
  return ends;
}
