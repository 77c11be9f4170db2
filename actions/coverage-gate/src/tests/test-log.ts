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
  status: 'running' | 'pass' | 'fail' | 'skip';
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
  /** Its test binary came to its end and wrote its coverage; false after a panic, os.Exit, time-out or a failed build. */
  finished: boolean;
  /** There was nothing to run: no test files. */
  empty: boolean;
  /** go's own words for a failure before any test: `build failed`, `setup failed`. */
  failedBuild: string | undefined;
  /** What go printed in the package's summary line: `83.3% of statements`. */
  coverage: string | undefined;
  seed: string | undefined;
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
  readonly #packages = new Map<string, PackageResult>();
  readonly #running = new Map<string, Map<string, TestResult>>();

  /** Starts the next stream: what it says does not overwrite what earlier ones said. */
  open(): void {
    this.#packages.clear();
    this.#running.clear();
  }

  /** The packages of the stream that is being read. */
  latest(): PackageResult[] {
    return [...this.#packages.values()];
  }

  /** Reads one line; returns the package that it ended, if it did. */
  addLine(line: string): PackageResult | undefined {
    if (line.charCodeAt(0) !== 0x7b) {
      if (line.trim() && this.foreign.length < KEEP_LINES) this.foreign.push(line);
      return undefined;
    }
    let event: TestEvent;
    try {
      event = JSON.parse(line) as TestEvent;
    } catch {
      if (this.foreign.length < KEEP_LINES) this.foreign.push(line); // a test that writes to the real stdout can do this
      return undefined;
    }
    return this.add(event);
  }

  add(event: TestEvent): PackageResult | undefined {
    if (event.Action === 'build-output') {
      this.#buildOutput(event.ImportPath ?? '', event.Output ?? '');
      return undefined;
    }
    if (!event.Package) return undefined;
    const pkg = this.#package(event.Package);
    if (event.Test === undefined) return this.#packageEvent(pkg, event);
    this.#testEvent(pkg, event, event.Test);
    return undefined;
  }

  #packageEvent(pkg: PackageResult, event: TestEvent): PackageResult | undefined {
    switch (event.Action) {
      case 'output':
        readPackageOutput(pkg, event.Output ?? '');
        keep(pkg.output, event);
        return undefined;
      case 'pass':
      case 'fail':
      case 'skip':
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
        keep(test.output, event);
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
        finished: false,
        empty: false,
        failedBuild: undefined,
        coverage: undefined,
        seed: undefined,
        output: [],
        tests: [],
      };
      this.#packages.set(importPath, pkg);
      this.results.push(pkg);
    }
    return pkg;
  }
}

/** The lines of go's own in a package's output: coverage, `ok`/`FAIL`/`?` summary, shuffle seed. */
function readPackageOutput(pkg: PackageResult, text: string): void {
  // Up to Go 1.20 a test binary puts its package in front; one tab behind it, where an empty package has two.
  const coverage = /^(?:\t\S+\t)?coverage: (.+)/.exec(text)?.[1];
  if (coverage !== undefined) {
    pkg.finished = true;
    pkg.coverage = coverage.trim();
  } else if (text.startsWith('ok  \t')) {
    pkg.cached = text.includes('\t(cached)');
  } else if (text.startsWith('?   \t') || text.startsWith('\t')) {
    // `?  pkg  [no test files]`, and since Go 1.22 with -cover `	pkg		coverage: 0.0% of statements`.
    if (text.includes('[no test files]') || text.includes('coverage: 0.0% of statements')) pkg.empty = true;
  } else if (text.startsWith('-test.shuffle ')) {
    pkg.seed = text.slice('-test.shuffle '.length).trim();
  } else if (text.startsWith('FAIL\t')) {
    pkg.failedBuild ??= /\[(build failed|setup failed)\]/.exec(text)?.[1];
  }
}

function keep(output: OutputLine[], event: TestEvent): void {
  output.push({ text: event.Output ?? '', type: event.OutputType ?? '' });
  if (output.length > KEEP_LINES) output.splice(KEEP_LINES / 2, output.length - KEEP_LINES);
}
