import { join, posix } from 'node:path';
import type { Hole } from '../../judge/completeness.ts';
import { findOwnNames } from '../../profile/file-names.ts';
import { writeUntested } from '../../profile/io/untested.ts';
import { surveyProfile } from '../../profile/io/writers.ts';
import type { Project } from '../../project/io/project.ts';
import { brokenModule } from '../../project/io/run-packages.ts';
import { hasTestFiles, type ListedRun } from '../../project/package-runs.ts';
import { listTestFunctions } from '../../source/io/package-statements.ts';
import { SourceReader } from '../../source/io/source-reader.ts';
import { noteWriters, type Writers } from '../evidence.ts';
import { hidesFailure } from '../test-results.ts';
import { type Ended, runGoTest, type TestOptions } from './go-test.ts';
import { collector, readOwnProfile, reportsUntested, type Sink } from './own-profile.ts';
import { type RerunPolicy, rerunFailures } from './rerun.ts';

/** Tests all packages, one `go test` for each module that no workspace joins, and runs failed tests again as far as they may. */
export async function testPackages(
  listed: readonly ListedRun[],
  project: Project,
  options: TestOptions,
  policy: RerunPolicy,
  sink: Sink,
): Promise<{ readonly writers: Writers | undefined; readonly broken: readonly Hole[] }> {
  const progress = { done: 0, total: listed.reduce((sum, { packages }) => sum + packages.length, 0) };
  const sources = new SourceReader(project.base);
  const broken: Hole[] = [];
  let writers: Writers | undefined;
  for (const [index, { run, packages }] of listed.entries()) {
    if (options.signal.aborted) break;
    const path = join(sink.scratch, `run-${index + 1}.out`);
    const ended = await runGoTest(run, path, options, sink.log, progress);
    const results = sink.log.latest();
    if (!sink.raced) for (const result of results) result.raced = false;
    const known = new Map(packages.map((pkg) => [pkg.ImportPath, pkg]));
    for (const result of results) {
      const pkg = known.get(result.importPath);
      if (pkg && hidesFailure(result, () => listTestFunctions(pkg, project.base, sources)))
        result.status = 'fail';
    }
    const collect = collector(packages, project, options, sources);
    const evidence = collect(await surveyProfile(path));
    writers = addWriters(writers, noteWriters(results, evidence));
    const names = findOwnNames(posix.join(project.prefix, run.dir), project.modulePaths);
    await readOwnProfile(sink.reader, path, { names, cutOff: options.signal.aborted });
    if (options.everyPackage && !reportsUntested(project.goVersion)) {
      const untested = packages.filter((pkg) => !hasTestFiles(pkg) && !evidence.packages.has(pkg.ImportPath));
      const added = join(sink.scratch, `untested-${index + 1}.out`);
      await writeUntested(added, untested, path);
      await readOwnProfile(sink.reader, added, { names, cutOff: false });
    }
    if (!ended) continue;
    if (!results.some(({ status }) => status === 'fail') && !options.signal.aborted)
      broken.push(brokenModule(run.dir, describeEnd(ended)));
    else await rerunFailures({ run, path, results, collect, names }, options, policy, sink);
  }
  return { writers, broken };
}

function describeEnd({ how, words }: Ended): string {
  return words ? `${how}: ${words}` : how;
}

function addWriters(before: Writers | undefined, more: Writers | undefined): Writers | undefined {
  if (!before || !more) return before ?? more;
  return { expected: before.expected + more.expected, found: before.found + more.found };
}
