import { relative } from 'node:path';
import type { ReadDoubt } from '../doubts.ts';
import type { Found } from '../save-plan.ts';
import { listReadPaths, type ReadPath } from '../test-log.ts';
import { openCheckout, type TestLogRequest } from './test-checkout.ts';
import { listNewRecords } from './test-records.ts';

export type TestReview = {
  readonly found: Found;
  /** Ids of records that no job may take. */
  readonly refused: readonly string[];
  /** Why, for each test. */
  readonly doubts: readonly ReadDoubt[];
  /** What the tests of this job have read, relative to the workspace. */
  readonly paths: readonly ReadPath[];
};

/**
 * Which test results of a build cache may be kept, and what they read. Results that depend on what Go would not see change are
 * taken out (`findDoubt`), and so are results of `fresh` packages. A log that is kept learns the folders (relative to the workspace)
 * that its names start from. And a result of files that have the times of this checkout is listed once more for the times that they
 * will have in the next one; only for those where the times of today belong to other contents, too.
 */
export async function reviewTestResults(request: TestLogRequest): Promise<TestReview> {
  const { found, restored, workspace, gocache } = request;
  const { records, useless } = listNewRecords(gocache, found, restored);
  const objects = new Map(found.objects);
  const actions = new Map(found.actions);
  for (const id of useless) actions.delete(id);
  if (records.length === 0) return { found: { objects, actions }, refused: [], doubts: [], paths: [] };
  const checkout = await openCheckout(request);
  const folders = new Map<string, Set<string>>();
  const refused: string[] = [];
  /** By the output, which the two records of a test have in common, or by the log and where it was written. */
  const doubts = new Map<string, ReadDoubt>();
  const paths: ReadPath[] = [];
  const identified = records.map(({ action, lines }) => ({
    ...{ action, lines },
    tested: checkout.identify(action.id, lines, actions),
  }));
  await checkout.lookForPrograms(identified);
  for (const { action, lines, tested } of identified) {
    const doubt = checkout.judge(tested, lines);
    if (doubt) {
      const output = tested.result && actions.get(tested.result)?.object;
      doubts.set(output ?? `${action.object} ${tested.dirs.join()}`, doubt);
      actions.delete(action.id);
      refused.push(action.id);
      continue;
    }
    const known = folders.get(action.object) ?? new Set(found.objects.get(action.object)?.tests);
    for (const dir of tested.dirs) {
      const folder = relative(workspace, dir).replaceAll('\\', '/') || '.';
      known.add(folder);
      paths.push(...listReadPaths(lines, folder));
    }
    folders.set(action.object, known);
    for (const again of checkout.translate(action.id, lines, tested, actions)) actions.set(again.id, again);
    if (tested.result && checkout.isBorrowed(tested, lines)) {
      actions.delete(tested.result);
      refused.push(tested.result);
    }
  }
  for (const [id, dirs] of folders) {
    const object = objects.get(id);
    if (object) objects.set(id, { ...object, tests: [...dirs].sort() });
  }
  return { found: { objects, actions }, refused, doubts: [...doubts.values()], paths };
}
