import { info } from '@go-actions/action-kit';
import type { OwnNames } from '../../profile/file-names.ts';
import { surveyProfile } from '../../profile/io/writers.ts';
import type { PackageRun } from '../../project/package-runs.ts';
import { noteWriters } from '../evidence.ts';
import { type KnownFlaky, mayRunAgain } from '../known-flaky.ts';
import { applyRerun, planReruns, renderRunPattern, withRunPattern } from '../reruns.ts';
import { TestLog } from '../test-log.ts';
import type { PackageResult } from '../test-results.ts';
import { runGoTest, type TestOptions } from './go-test.ts';
import { type Collect, readOwnProfile, type Sink } from './own-profile.ts';

export type RerunPolicy = {
  readonly times: number;
  /** Tests that alone may run again; `undefined`: any. */
  readonly knownFlaky: readonly KnownFlaky[] | undefined;
  /** `2026-12-31` */
  readonly today: string;
};

/** One `go test` that failed: its results change when their tests pass. */
type FailedRun = {
  readonly run: PackageRun;
  readonly path: string;
  readonly results: readonly PackageResult[];
  readonly collect: Collect;
  readonly names: OwnNames | undefined;
};

/**
 * Runs the failed tests again, up to `times`, a `go test` for each package. A package that raced, or did not come to its end,
 * in any attempt stays failed.
 */
export async function rerunFailures(
  failed: FailedRun,
  options: TestOptions,
  { times, knownFlaky, today }: RerunPolicy,
  sink: Sink,
): Promise<void> {
  const lost = new Set<PackageResult>();
  let runs = 0;
  for (let attempt = 1; attempt <= times && !options.signal.aborted; attempt++) {
    const open = failed.results.filter((result) => !lost.has(result));
    for (const rerun of planReruns(open, (path, test) => mayRunAgain(knownFlaky, today, path, test))) {
      const { importPath } = rerun.result;
      info(`Running ${rerun.tests.join(', ')} of ${importPath} again, ${attempt} of ${times}`);
      const log = new TestLog();
      const testArgs = withRunPattern(options.testArgs, renderRunPattern(rerun.tests));
      const path = `${failed.path}.again-${++runs}`;
      const one = { dir: failed.run.dir, patterns: [importPath] };
      const ended = await runGoTest(one, path, { ...options, testArgs }, log, { done: 0, total: 1 });
      if (!sink.raced) for (const result of log.results) result.raced = false;
      noteWriters(log.results, failed.collect(await surveyProfile(path)));
      const again = log.results.find((result) => result.importPath === importPath);
      const loss = applyRerun(rerun, again, ended === undefined);
      if (loss) {
        lost.add(rerun.result);
        sink.notes.push(`${loss} (${importPath}): that is not flaky`);
      }
      await readOwnProfile(sink.reader, path, { names: failed.names, cutOff: options.signal.aborted });
    }
  }
}
