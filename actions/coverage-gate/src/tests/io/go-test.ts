import { join } from 'node:path';
import { describeExit, formatDuration, info, printForeign, run } from '@go-actions/action-kit';
import type { PackageRun } from '../../project/package-runs.ts';
import { buildOutput } from '../build-failures.ts';
import { readStrayLine } from '../stray-lines.ts';
import type { TestLog } from '../test-log.ts';
import { isFailed, type PackageResult } from '../test-results.ts';

export type TestOptions = {
  /** Absolute path of the working directory; runs name folders below it. */
  readonly root: string;
  readonly race: boolean;
  readonly buildTags: readonly string[];
  readonly timeout: string;
  readonly shuffle: string;
  readonly coverpkg: string | undefined;
  /** Whether the profile is to hold every package: without foreign `coverpkg` patterns. */
  readonly everyPackage: boolean;
  /** Whether go knows -fullpath (Go 1.21). */
  readonly fullPath: boolean;
  readonly testArgs: readonly string[];
  /** Makes the compiler quicker and nothing else: no part of the command that a person would repeat. */
  readonly toolexec: readonly string[];
  readonly signal: AbortSignal;
};

/** Counts finished packages over all runs; `total` is what `go list` found. */
export type Progress = { done: number; readonly total: number };

/** How a `go test` that did not succeed ended, as a clause, and the beginning of what go itself said beside the events. */
export type Ended = { readonly how: string; readonly words: string };

/**
 * Runs `go test -json` for one set of packages and shows it live: a line a package, failures in full. `undefined`: it exited
 * with 0. No flag here keeps go from using its test cache.
 */
export async function runGoTest(
  { dir, patterns }: PackageRun,
  profile: string,
  options: TestOptions,
  log: TestLog,
  progress: Progress,
): Promise<Ended | undefined> {
  const args = [
    'test',
    '-json',
    `-coverprofile=${profile}`,
    `-timeout=${options.timeout}`,
    ...(options.fullPath ? ['-fullpath'] : []),
    ...(options.race ? ['-race'] : []),
    ...(options.buildTags.length > 0 ? [`-tags=${options.buildTags.join(',')}`] : []),
    ...(options.coverpkg ? [`-coverpkg=${options.coverpkg}`] : []),
    ...(options.shuffle === 'off' ? [] : [`-shuffle=${options.shuffle}`]),
    ...patterns,
    // Behind the packages, so that `-args` may stand in them.
    ...options.testArgs,
  ];
  printForeign(`$ go ${args.join(' ')}${dir === '.' ? '' : `  # in ${dir}`}`);
  log.open();
  const result = await run('go', ['test', ...options.toolexec, ...args.slice(1)], {
    cwd: join(options.root, dir),
    signal: options.signal,
    // A test that its time-out or a panic ends does not stop the programs that it started.
    killLeftovers: true,
    maxBytes: 64 * 1024,
    onStdoutLine: (line) => {
      const ended = log.addLine(line);
      if (ended) show(ended, log, progress);
      // What a test prints comes as an event: plain text is go's, which says so of a build until 1.23.
      const stray = line.startsWith('{') ? undefined : readStrayLine(line, true);
      if (stray?.kind === 'failed-build') log.addFailedBuild(stray.importPath, stray.words);
    },
    onStderrLine: (line) => {
      log.addForeign(line);
      printForeign(line);
    },
  });
  if (result.code === 0) return undefined;
  const words = result.stderr
    .trim()
    .split('\n')
    .slice(0, 3)
    .join(' ')
    .replaceAll(options.root, '.')
    .replace(/\s+/g, ' ');
  return { how: `go test ${describeExit(result)}${dir === '.' ? '' : ` in ${dir}`}`, words };
}

function show(pkg: PackageResult, log: TestLog, progress: Progress): void {
  progress.done += 1;
  const idle = pkg.tests.length === 0 && pkg.status !== 'fail';
  const mark = { pass: idle ? '-' : '✓', fail: '✗', skip: '-', running: ' ' }[pkg.status];
  const time = pkg.cached ? 'cached' : idle ? 'no tests' : formatDuration(pkg.seconds * 1_000);
  const facts = [pkg.failedBuild ? 'did not build' : time, pkg.coverage].filter(Boolean).join(', ');
  info(`${mark} ${pkg.importPath}  ${facts}  [${progress.done}/${Math.max(progress.total, progress.done)}]`);
  if (pkg.seed) info(`  shuffled with seed ${pkg.seed}; \`shuffle: ${pkg.seed}\` repeats the order`);
  if (pkg.status !== 'fail') return;
  if (pkg.failedBuild) {
    printForeign(indent(buildOutput(pkg, log).join('\n')));
    return;
  }
  for (const test of pkg.tests) {
    if (isFailed(test, pkg)) printForeign(indent(test.output.map((line) => line.text).join('')));
  }
  printForeign(indent(pkg.output.map((line) => line.text).join('')));
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ');
}
