import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { listCheckout } from '../../io/checkout-files.ts';
import { startsServices } from '../../io/job-files.ts';
import type { BuildIndex } from '../../pack/format.ts';
import { toNanoseconds } from '../../work-tree/file-times.ts';
import { expandPaths, type WorkTrees } from '../../work-tree/io/work-tree.ts';
import { findDoubt, type ReadDoubt } from '../doubts.ts';
import type { Found, FoundAction } from '../save-plan.ts';
import { coverageKey, type Disk, hashTestInputs, isBelow, resultKey } from '../test-key.ts';
import {
  type LogLine,
  listReadPaths,
  MAX_TEST_LOG,
  parseTestLog,
  type ReadPath,
  TEST_LOG,
} from '../test-log.ts';
import { matchesPackage, readTestedPackage } from '../test-results.ts';
import { openDisk } from './disk.ts';
import { readHead } from './head.ts';
import { ancestry, describePlaces, type JobFacts, readModules } from './test-places.ts';

export type TestLogRequest = JobFacts & {
  readonly found: Found;
  readonly restored: BuildIndex | undefined;
  readonly workingDirectory: string;
  readonly goVersion: string;
  /** Packages whose results are never kept. */
  readonly fresh: readonly string[];
  /** Asked only when there are new results. */
  readonly readWorkTrees: () => Promise<WorkTrees>;
};

export type TestReview = {
  readonly found: Found;
  /** Ids of records that no job may take. */
  readonly refused: readonly string[];
  /** Why, for each test. */
  readonly doubts: readonly ReadDoubt[];
  /** What the tests of this job have read, relative to the workspace. */
  readonly paths: readonly ReadPath[];
};

/** A new record of a test's log: the id that `go test` looks it up by, and what the log says. */
type LogRecord = { readonly action: FoundAction; readonly lines: readonly LogLine[] };

/** What is known of a record: the folders that its test may have run in, where Go keeps its result, and its package. */
type Tested = { readonly dirs: readonly string[]; readonly result?: string; readonly inputs?: string };

/**
 * Which test results of a build cache may be kept, and what they read. Results that depend on what Go would not see change are
 * taken out (`findDoubt`), and so are results of `fresh` packages. A log that is kept learns the folders (relative to the workspace) that its names start from. And a result of files that
 * have the times of this checkout is listed once more for the times that they will have in the next one.
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
  for (const { action, lines } of records) {
    const tested = checkout.identify(action.id, lines, actions);
    const doubt = checkout.judge(tested, lines, actions);
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
  }
  for (const [id, dirs] of folders) {
    const object = objects.get(id);
    if (object) objects.set(id, { ...object, tests: [...dirs].sort() });
  }
  return { found: { objects, actions }, refused, doubts: [...doubts.values()], paths };
}

/**
 * What this job has recorded: the logs of tests that ran; and what no other job can or may use: logs that cannot be read, and the
 * package indexes of the checkout, which Go looks up by the times of the sources (cmd/go/internal/modindex, dirHash).
 */
function listNewRecords(gocache: string, found: Found, restored: BuildIndex | undefined) {
  const before = new Map(restored?.actions.map(({ id, time }) => [id, time]));
  const logs = new Map<string, readonly LogLine[] | undefined>();
  const records: LogRecord[] = [];
  const useless: string[] = [];
  for (const action of found.actions.values()) {
    const object = found.objects.get(action.object);
    if (!action.used || before.get(action.id) === action.time || !object) continue;
    if (object.executable !== undefined) continue;
    const path = pathOf(gocache, object.id);
    const head = readHead(path, TEST_LOG.length);
    if (head.startsWith(PACKAGE_INDEX)) useless.push(action.id);
    if (head !== TEST_LOG) continue;
    if (!logs.has(object.id))
      logs.set(object.id, object.size > MAX_TEST_LOG ? undefined : parseTestLog(readFileSync(path, 'utf8')));
    const lines = logs.get(object.id);
    if (lines) records.push({ action, lines });
    else useless.push(action.id);
  }
  return { records, useless };
}

const PACKAGE_INDEX = 'go index ';

const pathOf = (gocache: string, id: string): string => join(gocache, id.slice(0, 2), `${id}-d`);

async function openCheckout(request: TestLogRequest) {
  const { workspace, workingDirectory, goVersion, fresh, gocache } = request;
  const files = listCheckout(workspace);
  const modules = readModules(workspace, files);
  const testDirs = [
    ...new Set(
      files.filter((file) => file.endsWith('_test.go')).map((file) => resolve(workspace, dirname(file))),
    ),
  ];
  const known = new Set(files.flatMap((file) => ancestry(resolve(workspace, file), workspace)));
  const rootOf = (dir: string) => modules.find((module) => isBelow(dir, module.dir))?.dir;
  const onlyModule = modules.length === 1 && modules[0]?.dir === workspace;
  const working = [...new Set([workspace, workingDirectory, ...modules.map(({ dir }) => dir)])];
  const disk = openDisk(request.env, new Map());
  /** `PWD` is that of the step that ran the tests. */
  const disksOf = (lines: readonly LogLine[], dir: string, from: Disk): Disk[] =>
    lines.some(({ op, name }) => op === 'getenv' && name === 'PWD')
      ? [...working, dir].map((pwd) => ({ ...from, env: (name) => (name === 'PWD' ? pwd : from.env(name)) }))
      : [from];
  const inputsOf = (lines: readonly LogLine[], dir: string, from: Disk): string[] =>
    disksOf(lines, dir, from).flatMap((each) => {
      const root = rootOf(dir);
      return (root && hashTestInputs(lines, { dir, root, goVersion }, each)) ?? [];
    });
  const namesOf = (lines: readonly LogLine[], dir: string) =>
    listReadPaths(lines, dir).map(({ path }) => path);
  const { trees } = await request.readWorkTrees();
  const place = { ...describePlaces(request), hasServices: startsServices(files, workspace) };
  const planned = new Map<string, Map<string, number>>();
  /** The times of later jobs. Two records have one log. */
  const timesOf = (lines: readonly LogLine[], dir: string) => {
    const paths = listReadPaths(lines, dir);
    const key = paths.map(({ path, listed }) => `${listed} ${path}`).join('\0');
    const times = planned.get(key) ?? expandPaths(trees, paths);
    planned.set(key, times);
    return times;
  };

  /** Where a test ran is not written down; Go's own key says it, and where that cannot be computed, what exists there. */
  function identify(testId: string, lines: readonly LogLine[], actions: Found['actions']): Tested {
    const relevant = lines.some(({ op }) => op !== 'getenv');
    const scores = relevant
      ? testDirs.map((dir) => ({ dir, score: namesOf(lines, dir).filter((path) => known.has(path)).length }))
      : testDirs.slice(0, 1).map((dir) => ({ dir, score: 0 }));
    const best = scores.sort((a, b) => b.score - a.score);
    for (const { dir } of best)
      for (const inputs of inputsOf(lines, dir, disk)) {
        const result = resultKey(testId, inputs);
        if (actions.has(result)) return { dirs: relevant ? [dir] : [], result };
      }
    const top = best[0]?.score ?? 0;
    return {
      dirs: relevant && top > 0 ? best.filter(({ score }) => score === top).map(({ dir }) => dir) : [],
    };
  }

  /** Why a result is not kept. */
  function judge(
    { dirs, result }: Tested,
    lines: readonly LogLine[],
    actions: Found['actions'],
  ): ReadDoubt | undefined {
    if (fresh.length > 0) {
      const output = result && actions.get(result)?.object;
      const tested = output && readTestedPackage(readFileSync(pathOf(gocache, output), 'utf8'));
      // In doubt it runs again.
      if (!tested || matchesPackage(fresh, { base: workingDirectory, modules }, tested))
        return '`fresh-tests`';
    }
    // A test that could have run anywhere may have left any module; that folder is as good as the others for the rest.
    const doubtIn = (dir: string) => {
      const times = timesOf(lines, dir);
      const tracked = (path: string) => times.has(path);
      return findDoubt(
        listReadPaths(lines, dir),
        { ...place, root: rootOf(dir), tracked, identified: result !== undefined },
        disk,
      );
    };
    const likely = dirs.length > 0 ? dirs : testDirs.slice(0, 1);
    const doubt = likely.map(doubtIn).find((found) => found !== undefined);
    if (doubt || onlyModule || (result !== undefined && dirs.length > 0)) return doubt;
    return testDirs.map(doubtIn).find((found) => found === 'outside of the module');
  }

  /** The same result for files that have the times that they get in the next job. */
  function translate(
    testId: string,
    lines: readonly LogLine[],
    { dirs: [dir], result }: Tested,
    actions: Found['actions'],
  ): FoundAction[] {
    if (dir === undefined || result === undefined) return [];
    const times = timesOf(lines, dir);
    const later = openDisk(request.env, new Map([...times].map(([path, ms]) => [path, toNanoseconds(ms)])));
    return inputsOf(lines, dir, later).flatMap((inputs) => {
      const key = resultKey(testId, inputs);
      const pairs = [
        [result, key],
        [coverageKey(result), coverageKey(key)],
      ] as const;
      return pairs.flatMap(([from, to]) => {
        const action = actions.get(from);
        // One that this job has not used may name an output that is about to be dropped.
        return action && !actions.get(to)?.used ? [{ ...action, id: to }] : [];
      });
    });
  }

  return { identify, judge, translate };
}
