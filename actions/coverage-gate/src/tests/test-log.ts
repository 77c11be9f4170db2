import { readSummaryLine } from './summary-line.ts';
import { parseEvent, type TestEvent } from './test-event.ts';
import type { OutputLine, PackageResult, TestResult } from './test-results.ts';

/** Output kept for one test or package: the beginning and the end matter, floods do not. */
const KEEP_LINES = 2_000;

/** Puts the events of `go test -json` together, in the order in which they come; any number of streams, one after the other. */
export class TestLog {
  /** A package has one result for each stream that it is in. */
  readonly results: PackageResult[] = [];
  /** Compiler output by import path. */
  readonly builds = new Map<string, string[]>();
  /** What did not build, of the stream that is being read: import paths, `example.com/m/p [example.com/m/p.test]` among them. */
  failedBuilds: string[] = [];
  /** Lines that are no events: what `go` itself had to say. */
  readonly foreign: string[] = [];
  /** Events of the stream that is being read. */
  events = 0;
  #latest: PackageResult[] = [];
  readonly #packages = new Map<string, PackageResult>();
  readonly #running = new Map<string, Map<string, TestResult>>();

  /** Starts the next stream: what it says does not overwrite what earlier ones said. */
  open(): void {
    this.events = 0;
    this.failedBuilds = [];
    this.#latest = [];
    this.#packages.clear();
    this.#running.clear();
  }

  /** The packages of the stream that is being read. */
  latest(): readonly PackageResult[] {
    return this.#latest;
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
    if (event.Action === 'build-fail' && event.ImportPath) this.failedBuilds.push(event.ImportPath);
    if (!event.Package) return undefined;
    const begins = event.Action === 'start' || event.Action === 'run';
    const pkg = this.#package(event.Package, begins);
    if (event.Test === undefined) return this.#packageEvent(pkg, event);
    // A program that never says PASS (os.Stdout is gone, or it ended itself): test2json gives go's last line, and the end, to
    // its last test, of which nothing is known by that.
    const ends = event.Action === 'pass' || event.Action === 'fail' || event.Action === 'skip';
    const summary = ends ? readSummaryLine(pkg) : undefined;
    if (summary) {
      const test = this.#running.get(pkg.importPath)?.get(event.Test);
      // Its own report may have come before, without an event: that it failed is believed, that it passed is not.
      if (test && reportsFailure(test)) this.#testEvent(pkg, { ...event, Action: 'fail' }, event.Test);
      return this.#packageEvent(pkg, { ...event, Action: summary.status });
    }
    this.#testEvent(pkg, event, event.Test);
    return undefined;
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
        endPackage(pkg, event, event.Action);
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
    // Behind a test's end comes only what go says of the package.
    if (!test && event.Action === 'output' && pkg.tests.some((ended) => ended.name === name)) {
      noteOutput(pkg, event.Output ?? '');
      keep(pkg.output, event);
      return;
    }
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

  /** `begins`: a package that has ended begins again, as in streams that were put one behind the other. */
  #package(importPath: string, begins = false): PackageResult {
    let pkg = this.#packages.get(importPath);
    if (!pkg || (begins && pkg.status !== 'running')) {
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
      this.#latest.push(pkg);
      this.results.push(pkg);
    }
    return pkg;
  }
}

const reportsFailure = ({ name, output }: TestResult): boolean =>
  output.some(({ text }) => text.trimStart().startsWith(`--- FAIL: ${name} (`));

/** Ends a package. One that failed does not pass by a second end. */
function endPackage(pkg: PackageResult, event: TestEvent, status: 'pass' | 'fail' | 'skip'): void {
  const summary = readSummaryLine(pkg);
  pkg.cached = summary?.cached ?? false;
  pkg.coverage = summary?.coverage;
  pkg.status = pkg.status === 'fail' ? 'fail' : status;
  pkg.seconds = event.Elapsed ?? 0;
  pkg.failedBuild = event.FailedBuild ?? summary?.failedBuild ?? pkg.failedBuild;
}

/** A race always fails a test in these words, or the program as a whole; a test that prints them can make itself red, never green. */
function noteOutput(pkg: PackageResult, text: string): void {
  pkg.lastText = text;
  if (text.includes(RACE_DETECTED)) pkg.raced = true;
  else if (text.startsWith('-test.shuffle ')) pkg.seed = text.slice('-test.shuffle '.length).trim();
}

/** What testing says when a test ran while a race was found (testing.go, checkRaces). */
export const RACE_DETECTED = 'race detected during execution of test';

function keep(output: OutputLine[], event: TestEvent): void {
  output.push({ text: event.Output ?? '', type: event.OutputType ?? '' });
  if (output.length > KEEP_LINES) output.splice(KEEP_LINES / 2, output.length - KEEP_LINES);
}
