import { readMessage } from './assertion.ts';
import { buildFailure } from './build-failures.ts';
import { findCrash, findRaces, type Stack } from './crashes.ts';
import type { Failure, Place } from './failure.ts';
import { listFailedLeaves } from './reruns.ts';
import { RACE_DETECTED, type TestLog } from './test-log.ts';
import {
  isFailed,
  listUnfinished,
  type OutputLine,
  type PackageResult,
  type TestResult,
} from './test-results.ts';

/** The failures of a run in the order of the packages: build errors, then tests, then packages that failed otherwise. */
export function listFailures(log: TestLog): Failure[] {
  const failed = log.results.filter((pkg) => pkg.status === 'fail');
  return failed.flatMap((pkg) => {
    if (pkg.failedBuild) return [buildFailure(pkg, log)];
    const crashes = listCrashes(pkg);
    const said = new Set(crashes.map((crash) => crash.test));
    const leaves = new Set(listFailedLeaves(pkg));
    const tests = pkg.tests
      .filter((test) => isFailed(test, pkg) && !said.has(test.name))
      .filter((test) => crashes.length === 0 || leaves.has(test) || test.status === 'fail')
      .map((test) => testFailure(test, !leaves.has(test)));
    const found = [...crashes, ...tests];
    return found.length > 0 ? found : [packageFailure(pkg)];
  });
}

/** What ended the process, and the data races; text alone is no crash: a program that wrote its coverage came to its end. */
function listCrashes(pkg: PackageResult): Failure[] {
  const sources = [...pkg.tests, { name: undefined, output: pkg.output, status: pkg.status }];
  // Outside of the tests a race has only its report, and the program's exit code.
  const races =
    pkg.raced || !pkg.tests.some((test) => test.status === 'fail')
      ? sources.flatMap(({ name, output }) =>
          findRaces(output).map((stack) =>
            crashFailure(pkg, 'race', racingTest(stack, name, pkg), 'data race', [stack], output),
          ),
        )
      : [];
  const unfinished = listUnfinished(pkg);
  if (pkg.wroteProfile === true && unfinished.length === 0) return races;
  const running = unfinished.filter(
    (test) =>
      test.status === 'running' && !unfinished.some((other) => other.name.startsWith(`${test.name}/`)),
  );
  for (const { name, output } of sources) {
    const crash = findCrash(output);
    if (!crash) continue;
    if (!crash.timedOut) {
      const test = panickedTest(name, pkg);
      return [...races, crashFailure(pkg, 'panic', test, crash.message, crash.stacks, output)];
    }
    const timeouts = running.map((test) =>
      crashFailure(pkg, 'timeout', test.name, crash.message, stacksOf(test, crash.stacks, pkg), output),
    );
    return [
      ...races,
      ...(timeouts.length > 0 ? timeouts : [crashFailure(pkg, 'timeout', name, crash.message, [], output)]),
    ];
  }
  if (unfinished.length === 0 || pkg.tests.some((test) => test.status === 'fail')) return races;
  const names = running.map((test) => test.name).join(' and ');
  const message = `the process ended while ${names || 'tests waited for their turn'}${names ? ' ran' : ''} (os.Exit, or a signal)`;
  const [only, another] = running;
  const exit = crashFailure(
    pkg,
    'exit',
    another ? undefined : only?.name,
    message,
    [],
    only?.output ?? pkg.output,
  );
  return [...races, exit];
}

/** The sub-test that panicked: testing ends it without a word of its own, and the panic is ascribed to the test above it. */
function panickedTest(ascribed: string | undefined, pkg: PackageResult): string | undefined {
  const silent = listFailedLeaves(pkg).filter(
    ({ name, output }) => name.startsWith(`${ascribed}/`) && locateMessages(output).length === 0,
  );
  const [only, another] = silent;
  return another ? ascribed : (only?.name ?? ascribed);
}

/** The test whose function the report names; go ascribes a report to whichever test wrote last, which may run beside it. */
function racingTest(stack: Stack, ascribed: string | undefined, pkg: PackageResult): string | undefined {
  const named = (test: string) => stack.frames.some(({ func }) => isWithin(func, test, pkg));
  const [top] = ascribed?.split('/') ?? [];
  if (top && named(top)) return ascribed;
  return pkg.tests.find(({ name }) => !name.includes('/') && named(name))?.name ?? ascribed;
}

/**
 * Whether a function (`example.com/m/p.TestA.func1`) is a top-level test of the package, or a literal in it. The linker
 * writes the dots of an import path's last element as `%2e` (cmd/internal/objabi, PathToPrefix).
 */
function isWithin(func: string, test: string, pkg: PackageResult): boolean {
  const own = pkg.importPath.slice(pkg.importPath.lastIndexOf('/') + 1).replaceAll('.', '%2e');
  return func.includes(own) && func.split('.').includes(test);
}

function crashFailure(
  pkg: PackageResult,
  kind: Failure['kind'],
  test: string | undefined,
  message: string,
  stacks: readonly Stack[],
  output: readonly OutputLine[],
): Failure {
  const places = stacks.flatMap((stack) =>
    stack.frames.map(({ file, line }) => ({ file, line, message, sure: true })),
  );
  return { kind, package: pkg.importPath, ...(test && { test }), message, output: textOf(output), places };
}

/** Where a test's own goroutine is in its function, or deeper in a literal of it (`pkg.TestA.func1`) for a sub-test. */
function stacksOf(test: TestResult, stacks: readonly Stack[], pkg: PackageResult): Stack[] {
  const top = test.name.split('/')[0] ?? '';
  return stacks
    .filter(({ frames }) => frames.some(({ func }) => func === 'testing.tRunner'))
    .flatMap(({ frames }) => {
      const frame = frames.find(({ func }) => isWithin(func, top, pkg));
      return frame ? [{ frames: [frame] }] : [];
    })
    .sort((a, b) => (b.frames[0]?.func.length ?? 0) - (a.frames[0]?.func.length ?? 0));
}

function testFailure(test: TestResult, parent: boolean): Failure {
  const places = locateMessages(test.output);
  const beside = places.length === 0 && test.output.some(({ text }) => text.includes(RACE_DETECTED));
  const example = exampleMessage(test);
  return {
    kind: 'test',
    package: test.package,
    test: test.name,
    message: example ?? places[0]?.message ?? (beside ? 'it ran beside a data race' : 'the test failed'),
    output: textOf(test.output),
    parent,
    ...(beside && { beside }),
    places,
  };
}

/** What an example printed and should have printed (testing/example.go): it has no call that failed. */
function exampleMessage(test: TestResult): string | undefined {
  if (!test.name.startsWith('Example')) return undefined;
  const text = textOf(test.output);
  const at = text.indexOf('got:\n');
  return at < 0 ? undefined : text.slice(at).trim();
}

/** What went wrong beside the tests, as in a TestMain: a panic, else the program's last words. */
function packageFailure(pkg: PackageResult): Failure {
  const crash = findCrash(pkg.output);
  if (crash) return crashFailure(pkg, 'panic', undefined, crash.message, crash.stacks, pkg.output);
  const last = pkg.output
    .map((line) => line.text.trim())
    .filter((text) => text && !/^(PASS$|FAIL|coverage:|exit status)/.test(text))
    .at(-1);
  const silent =
    pkg.tests.length > 0
      ? 'no test failed, and the program ended with a failure: look at TestMain, and at what runs behind it'
      : 'the package failed outside of its tests';
  return {
    kind: 'package',
    package: pkg.importPath,
    message: last ?? silent,
    output: textOf(pkg.output),
    places: [],
  };
}

/**
 * The messages of t.Error and t.Fatal: since Go 1.27 by their type; before, every line `    file.go:12: text` of the test in
 * the form in which testing writes it, four spaces in front (t.Log's too; the caller tells them apart by the call).
 */
function locateMessages(output: readonly OutputLine[]): Place[] {
  const typed = output.some((line) => line.type !== '');
  const full = output.some((line) => FULL.test(line.text));
  const places: { file: string; line: number; message: string; sure: boolean }[] = [];
  let open = false;
  for (const { text, type } of output) {
    const match = typed && type !== 'error' ? null : (full ? FULL : BASE).exec(text);
    const last = places.at(-1);
    if (match && !text.includes(RACE_DETECTED)) {
      const message = match[3]?.trimEnd() ?? '';
      places.push({ file: match[1] ?? '', line: Number(match[2]), message, sure: typed });
      open = true;
    } else if (open && last && (typed ? type === 'error-continue' : /^ {8}/.test(text))) {
      last.message += `\n${text.trim()}`;
    } else {
      open = false;
    }
  }
  return places.map((place) => ({
    ...place,
    // Only t.Error prints what testify says.
    sure: place.sure || place.message.trimStart().startsWith('Error Trace:'),
    message: readMessage(place.message),
  }));
}

/** With -fullpath the file is absolute, and a base name is a test's own text. */
const FULL = /^ {4}((?:\/|[A-Za-z]:[\\/])[^\n]*?\.go):(\d+): (.*)$/s;
const BASE = /^ {4}([^\s:/\\][^:/\\\n]*\.go):(\d+): (.*)$/s;

function textOf(output: readonly OutputLine[]): string {
  return output.map((line) => line.text).join('');
}
