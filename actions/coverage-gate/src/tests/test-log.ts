/** One line of `go test -json` (`go doc test2json`, cmd/test2json). */
export type TestEvent = {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Elapsed?: number;
  readonly Output?: string;
  /** Since Go 1.27: `error` marks the line of a t.Error or t.Fatal, `error-continue` the lines that belong to it. */
  readonly OutputType?: string;
  /** Since Go 1.24, on build-output and build-fail. */
  readonly ImportPath?: string;
  readonly FailedBuild?: string;
};

export type OutputLine = { readonly text: string; readonly type: string };

export type TestResult = {
  readonly package: string;
  readonly name: string;
  /** `paused`: it waits in t.Parallel for its turn; what has not ended when its package has stays `running` or `paused`. */
  status: 'running' | 'paused' | 'pass' | 'fail' | 'skip';
  /** It failed first and passed when it ran again. */
  flaky: boolean;
  seconds: number;
  /** Kept while it runs, and for good when it fails. */
  output: OutputLine[];
};

export type PackageResult = {
  readonly importPath: string;
  status: 'running' | 'pass' | 'fail' | 'skip';
  seconds: number;
  cached: boolean;
  /** go's own words for a failure before any test: `build failed`, `setup failed`. */
  failedBuild: string | undefined;
  /** A data race was reported while it ran; only true where it ran with the race detector. */
  raced: boolean;
  /** Whether its test program wrote its coverage, so that it came to its end; `undefined`: the profile cannot say. */
  wroteProfile: boolean | undefined;
  /** What go printed in the package's summary line, to be shown: `83.3% of statements`. */
  coverage: string | undefined;
  seed: string | undefined;
  /** Its newest line of output, whichever test it is ascribed to. */
  lastText: string;
  output: OutputLine[];
  readonly tests: TestResult[];
};

/** Output kept for one test or package: the beginning and the end matter, floods do not. */
const KEEP_LINES = 2_000;

/** Puts the events of `go test -json` together, in the order in which they come; any number of streams, one after the other. */
export class TestLog {
  /** A package has one result for each stream that it is in. */
  readonly results: PackageResult[] = [];
  /** Compiler output by import path. */
  readonly builds = new Map<string, string[]>();
  /** Lines that are no events: what `go` itself had to say. */
  readonly foreign: string[] = [];
  /** Events of the stream that is being read. */
  events = 0;
  readonly #packages = new Map<string, PackageResult>();
  readonly #running = new Map<string, Map<string, TestResult>>();

  /** Starts the next stream: what it says does not overwrite what earlier ones said. */
  open(): void {
    this.events = 0;
    this.#packages.clear();
    this.#running.clear();
  }

  /** The packages of the stream that is being read. */
  latest(): PackageResult[] {
    return [...this.#packages.values()];
  }

  /** Reads one line; returns the package that it ended, if it did. What is no event is kept in `foreign`. */
  addLine(line: string): PackageResult | undefined {
    const event = line.charCodeAt(0) === 0x7b ? parseEvent(line) : undefined;
    if (event) return this.add(event);
    this.addForeign(line);
    return undefined;
  }

  addForeign(line: string): void {
    if (line.trim() && this.foreign.length < KEEP_LINES) this.foreign.push(line);
  }

  /** A package that did not build, where plain text says so. */
  addFailedBuild(importPath: string, words: string): void {
    const pkg = this.#package(importPath);
    pkg.status = 'fail';
    pkg.failedBuild = words;
  }

  add(event: TestEvent): PackageResult | undefined {
    this.events += 1;
    if (event.Action === 'build-output') {
      this.#buildOutput(event.ImportPath ?? '', event.Output ?? '');
      return undefined;
    }
    if (!event.Package) return undefined;
    const pkg = this.#package(event.Package);
    if (event.Test === undefined) return this.#packageEvent(pkg, event);
    this.#testEvent(pkg, event, event.Test);
    // A program whose os.Stdout is gone never says PASS: test2json gives go's last line, and the end, to its last test.
    const ends = event.Action === 'pass' || event.Action === 'fail' || event.Action === 'skip';
    const status = ends ? readSummaryStatus(pkg) : undefined;
    return status && this.#packageEvent(pkg, { ...event, Action: status });
  }

  #packageEvent(pkg: PackageResult, event: TestEvent): PackageResult | undefined {
    switch (event.Action) {
      case 'output':
        noteOutput(pkg, event.Output ?? '');
        keep(pkg.output, event);
        return undefined;
      case 'pass':
      case 'fail':
      case 'skip':
        readSummaryLine(pkg);
        pkg.status = event.Action;
        pkg.seconds = event.Elapsed ?? 0;
        pkg.failedBuild = event.FailedBuild ?? pkg.failedBuild;
        if (event.Action !== 'fail') pkg.output = [];
        this.#running.delete(pkg.importPath);
        return pkg;
      default:
        return undefined;
    }
  }

  #testEvent(pkg: PackageResult, event: TestEvent, name: string): void {
    let running = this.#running.get(pkg.importPath);
    if (!running) {
      running = new Map();
      this.#running.set(pkg.importPath, running);
    }
    let test = running.get(name);
    if (!test) {
      test = { package: pkg.importPath, name, status: 'running', flaky: false, seconds: 0, output: [] };
      running.set(name, test);
      pkg.tests.push(test);
    }
    switch (event.Action) {
      case 'output':
        noteOutput(pkg, event.Output ?? '');
        keep(test.output, event);
        break;
      case 'pause':
        test.status = 'paused';
        break;
      case 'cont':
        test.status = 'running';
        break;
      case 'pass':
      case 'fail':
      case 'skip':
        test.status = event.Action;
        test.seconds = event.Elapsed ?? 0;
        if (event.Action !== 'fail') test.output = [];
        // With -count=2 the same name runs again, and is another result.
        running.delete(name);
        break;
    }
  }

  #buildOutput(importPath: string, text: string): void {
    const lines = this.builds.get(importPath) ?? [];
    if (lines.length < KEEP_LINES) lines.push(text);
    this.builds.set(importPath, lines);
  }

  #package(importPath: string): PackageResult {
    let pkg = this.#packages.get(importPath);
    if (!pkg) {
      pkg = {
        importPath,
        status: 'running',
        seconds: 0,
        cached: false,
        failedBuild: undefined,
        raced: false,
        wroteProfile: undefined,
        coverage: undefined,
        seed: undefined,
        lastText: '',
        output: [],
        tests: [],
      };
      this.#packages.set(importPath, pkg);
      this.results.push(pkg);
    }
    return pkg;
  }
}

/** The event on a line; `undefined` when it is none. */
export function parseEvent(line: string): TestEvent | undefined {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && typeof (event as TestEvent | null)?.Action === 'string'
      ? (event as TestEvent)
      : undefined;
  } catch {
    return undefined; // SyntaxError: a program that writes beside the events, or a line that was cut off
  }
}

/** A race always fails a test in these words, or the program as a whole; a test that prints them can make itself red, never green. */
function noteOutput(pkg: PackageResult, text: string): void {
  pkg.lastText = text;
  if (text.includes(RACE_DETECTED)) pkg.raced = true;
  else if (text.startsWith('-test.shuffle ')) pkg.seed = text.slice('-test.shuffle '.length).trim();
}

/** What testing says when a test ran while a race was found (testing.go, checkRaces). */
export const RACE_DETECTED = 'race detected during execution of test';

/**
 * What go itself says when a package has ended: its newest line of output, behind everything that a test could print.
 * `ok  \tPACKAGE\t(cached)\tcoverage: 83.3% of statements`, `FAIL\tPACKAGE [build failed]` (before Go 1.24, where no field says so).
 */
function readSummaryLine(pkg: PackageResult): void {
  const line = pkg.lastText;
  const [mark = '', path = '', time = ''] = line.split('\t').map((part) => part.trim());
  if (mark === 'ok' && path === pkg.importPath) {
    pkg.cached = time === '(cached)';
    pkg.coverage = /\tcoverage: ([^\t\n]+)/.exec(line)?.[1]?.trim();
  } else if (mark === 'FAIL' && path.startsWith(`${pkg.importPath} [`)) {
    pkg.failedBuild = /\[(build failed|setup failed)\]$/.exec(path)?.[1];
  }
}

/** How go says that a package ended, when its summary is the newest line; a test's own result never follows such a line. */
function readSummaryStatus({ lastText, importPath }: PackageResult): 'pass' | 'fail' | undefined {
  if (lastText.startsWith(`ok  \t${importPath}\t`)) return 'pass';
  return lastText.startsWith(`FAIL\t${importPath}\t`) ? 'fail' : undefined;
}

/** Benchmarks begin with an event and end without one (golang/go#61767); one that fails says so. */
export const isBenchmark = (test: TestResult): boolean => test.name.startsWith('Benchmark');

/** The tests that had begun and not ended when their package did. */
export const listUnfinished = (pkg: PackageResult): TestResult[] =>
  pkg.tests.filter((test) => (test.status === 'running' || test.status === 'paused') && !isBenchmark(test));

/**
 * Whether a test failed: it says so, or it ran when its package failed and nothing else says that it failed (os.Exit, a panic
 * in a goroutine, a time-out). Tests that waited for their turn, or ran beside one that panicked, did not fail.
 */
export function isFailed(test: TestResult, pkg: PackageResult): boolean {
  if (test.status === 'fail') return true;
  if (test.status !== 'running' || pkg.status !== 'fail' || isBenchmark(test)) return false;
  return !pkg.tests.some((other) => other.status === 'fail');
}

function keep(output: OutputLine[], event: TestEvent): void {
  output.push({ text: event.Output ?? '', type: event.OutputType ?? '' });
  if (output.length > KEEP_LINES) output.splice(KEEP_LINES / 2, output.length - KEEP_LINES);
}
