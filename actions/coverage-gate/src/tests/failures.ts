import { readMessage } from './assertion.ts';
import type { OutputLine, PackageResult, TestLog, TestResult } from './test-log.ts';

/** Something that went wrong in the run, with the place to look at as far as it is known. */
export type Failure = {
  readonly kind: 'test' | 'panic' | 'race' | 'build' | 'package' | 'timeout';
  readonly package: string;
  readonly test?: string;
  readonly message: string;
  readonly output: string;
  /** A sub-test failed too: this one is news only when it has a message of its own. */
  readonly parent?: boolean;
  /** Base names, absolute or relative to the run's folder, as go printed them. */
  readonly places: readonly Place[];
};

export type Place = { readonly file: string; readonly line: number; readonly message: string };

/** The failures of a run in the order of the packages: build errors, then tests, then packages that failed otherwise. */
export function listFailures(log: TestLog): Failure[] {
  const failed = log.results.filter((pkg) => pkg.status === 'fail');
  return failed.flatMap((pkg) => {
    if (pkg.failedBuild) return [buildFailure(pkg, log)];
    const failing = pkg.tests.filter((test) => isFailed(test, pkg));
    const tests = failing.map((test) =>
      testFailure(
        test,
        failing.some((other) => other.name.startsWith(`${test.name}/`)),
      ),
    );
    return tests.length > 0 ? tests : [packageFailure(pkg)];
  });
}

/** A test that had not ended when its package failed took the package down with it. */
function isFailed(test: TestResult, pkg: PackageResult): boolean {
  return test.status === 'fail' || (test.status === 'running' && pkg.status === 'fail');
}

function testFailure(test: TestResult, parent: boolean): Failure {
  const base = { package: test.package, test: test.name, output: textOf(test.output), parent };
  const crash = crashOf(test.output);
  if (crash) return { ...base, ...crash };
  const places = locateMessages(test.output);
  return { ...base, kind: 'test', message: places[0]?.message ?? 'the test failed', places };
}

function packageFailure(pkg: PackageResult): Failure {
  const base = { package: pkg.importPath, output: textOf(pkg.output) };
  const crash = crashOf(pkg.output);
  if (crash) return { ...base, ...crash };
  const last = pkg.output
    .map((line) => line.text.trim())
    .filter((text) => text && !/^(FAIL|coverage:)/.test(text))
    .at(-1);
  return { ...base, kind: 'package', message: last ?? 'the package failed outside of its tests', places: [] };
}

function buildFailure(pkg: PackageResult, log: TestLog): Failure {
  const lines = buildOutput(pkg, log);
  const places = lines.flatMap((line) => {
    const match = /^(?:vet: )?(\S[^:]*\.\w+):(\d+)(?::\d+)?: (.*)$/.exec(line);
    return match ? [{ file: match[1] ?? '', line: Number(match[2]), message: match[3] ?? '' }] : [];
  });
  const output = lines.join('\n');
  return {
    kind: 'build',
    package: pkg.importPath,
    message: places[0]?.message ?? (output || `${pkg.failedBuild}`),
    output,
    places,
  };
}

/** What the compiler said of a package that did not build: events since Go 1.24, the section `# import/path` of plain text before. */
export function buildOutput(pkg: PackageResult, log: TestLog): string[] {
  const id = pkg.failedBuild ?? '';
  const ids = [
    id,
    pkg.importPath,
    `${pkg.importPath} [${pkg.importPath}.test]`,
    `${pkg.importPath}_test [${pkg.importPath}.test]`,
  ];
  const events = ids.map((key) => log.builds.get(key)).find((lines) => lines !== undefined);
  const lines = events
    ? events.map((line) => line.replace(/\n$/, ''))
    : sectionOf(log.foreign, pkg.importPath);
  return lines.filter((line) => !line.startsWith('# '));
}

function sectionOf(lines: readonly string[], importPath: string): string[] {
  const found: string[] = [];
  let inside = false;
  for (const line of lines) {
    const header = /^# (\S+)/.exec(line)?.[1];
    if (header && !header.startsWith('[')) inside = header === importPath || header === `${importPath}_test`;
    else if (inside) found.push(line);
  }
  return found;
}

type Crash = Pick<Failure, 'kind' | 'message' | 'places'>;

/** A panic, a time-out or a data race; each comes with goroutine stacks, `\t/abs/file.go:12 +0x1d`. */
function crashOf(output: readonly OutputLine[]): Crash | undefined {
  const race = output.findIndex((line) => line.text.startsWith('WARNING: DATA RACE'));
  if (race >= 0)
    return { kind: 'race', message: 'data race', places: frames(output.slice(race), 'data race') };
  const at = output.findIndex((line) => /^(panic|fatal error): /.test(line.text));
  if (at < 0) return undefined;
  const message = output[at]?.text.trim().replace(/ \[recovered[^\]]*\]$/, '') ?? '';
  const timedOut = message.startsWith('panic: test timed out');
  return { kind: timedOut ? 'timeout' : 'panic', message, places: frames(output.slice(at), message) };
}

function frames(output: readonly OutputLine[], message: string): Place[] {
  return output.flatMap((line) => {
    const match = /^\s+(.+\.go):(\d+)(?: \+0x[0-9a-f]+)?\s*$/.exec(line.text);
    return match ? [{ file: match[1] ?? '', line: Number(match[2]), message }] : [];
  });
}

/**
 * The messages of t.Error and t.Fatal: since Go 1.27 by their type; before, every line `    file.go:12: text` of the test,
 * t.Log's too (the caller can tell them apart by the source).
 */
function locateMessages(output: readonly OutputLine[]): Place[] {
  const typed = output.some((line) => line.type === 'error');
  const places: { file: string; line: number; message: string }[] = [];
  let open = false;
  for (const { text, type } of output) {
    const match = typed && type !== 'error' ? null : /^\s+([^\s:][^:]*\.go):(\d+): (.*)$/s.exec(text);
    const last = places.at(-1);
    if (match) {
      places.push({ file: match[1] ?? '', line: Number(match[2]), message: match[3]?.trimEnd() ?? '' });
      open = true;
    } else if (open && last && (typed ? type === 'error-continue' : /^ {8}/.test(text))) {
      last.message += `\n${text.trim()}`;
    } else {
      open = false;
    }
  }
  return places.map((place) => ({ ...place, message: readMessage(place.message) }));
}

function textOf(output: readonly OutputLine[]): string {
  return output.map((line) => line.text).join('');
}
