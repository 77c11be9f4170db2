import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { listCheckout } from '../../io/checkout-files.ts';
import { startsServices } from '../../io/job-files.ts';
import type { BuildIndex } from '../../pack/format.ts';
import { toNanoseconds } from '../../work-tree/file-times.ts';
import { expandPaths, type WorkTrees } from '../../work-tree/io/work-tree.ts';
import { findDoubt, hasBorrowedTime, hasGoneProgram, type ReadDoubt } from '../doubts.ts';
import type { Found, FoundAction } from '../save-plan.ts';
import { coverageKey, type Disk, hashTestInputs, isBelow, resultKey } from '../test-key.ts';
import { type LogLine, listReadPaths } from '../test-log.ts';
import { folderOf, matchesPackage, readTestedPackage } from '../test-results.ts';
import { openDisk } from './disk.ts';
import { ancestry, describePlaces, type JobFacts, readModules } from './test-places.ts';
import { listStarters } from './test-programs.ts';
import { pathOf } from './test-records.ts';

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

/** What is known of a record: the folders that its test may have run in, where Go keeps its result, and the import path that its output names. */
export type Tested = {
  readonly dirs: readonly string[];
  readonly result?: string;
  readonly importPath?: string | undefined;
};

/** Looks at the checkout as the tests of the job have seen it, and as those of later jobs will. */
export async function openCheckout(request: TestLogRequest) {
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

  const likelyDirs = (dirs: readonly string[]) => (dirs.length > 0 ? dirs : testDirs.slice(0, 1));
  let starters: ReadonlySet<string> = new Set();
  const placeOf = (lines: readonly LogLine[], dir: string, identified: boolean) => {
    const times = timesOf(lines, dir);
    const timeOf = (path: string) => {
      const ms = times.get(path);
      return ms === undefined ? undefined : toNanoseconds(ms);
    };
    return { ...place, root: rootOf(dir), timeOf, identified, startsPrograms: starters.has(dir) };
  };

  /** Asks which tests could have started what they have opened and what is gone; those are in doubt from then on. */
  async function lookForPrograms(
    records: readonly { readonly lines: readonly LogLine[]; readonly tested: Tested }[],
  ): Promise<void> {
    const suspectDirs = ({ lines, tested }: (typeof records)[number]) =>
      likelyDirs(tested.dirs).filter((dir) => hasGoneProgram(listReadPaths(lines, dir), disk));
    const named = records.filter(({ tested }) => tested.importPath !== undefined);
    // Without the name of its package nobody knows where a test ran.
    const unnamed = records.filter(({ tested }) => tested.importPath === undefined);
    const known = await listStarters([...new Set(named.flatMap(suspectDirs))], {
      goroot: request.goroot,
      modules,
    });
    starters = new Set([...known, ...unnamed.flatMap(suspectDirs)]);
  }

  /** Whether the times that Go has kept the result under belong to other contents, too. */
  const isBorrowed = ({ dirs }: Tested, lines: readonly LogLine[]): boolean =>
    dirs.some((dir) => hasBorrowedTime(listReadPaths(lines, dir), placeOf(lines, dir, true), disk));

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
        const output = actions.get(result)?.object;
        if (output === undefined) continue;
        const importPath = readTestedPackage(readFileSync(pathOf(gocache, output), 'utf8'));
        // Where no name is relative, every folder gives that key.
        const dirs = relevant ? [folderOf(modules, importPath ?? '') ?? dir] : [];
        return { dirs, result, importPath };
      }
    const top = best[0]?.score ?? 0;
    return {
      dirs: relevant && top > 0 ? best.filter(({ score }) => score === top).map(({ dir }) => dir) : [],
    };
  }

  /** Why a result is not kept. */
  function judge({ dirs, result, importPath }: Tested, lines: readonly LogLine[]): ReadDoubt | undefined {
    // In doubt it runs again.
    const isFresh = !importPath || matchesPackage(fresh, { base: workingDirectory, modules }, importPath);
    if (fresh.length > 0 && isFresh) return '`fresh-tests`';
    // A test that could have run anywhere may have left any module; that folder is as good as the others for the rest.
    const doubtIn = (dir: string) =>
      findDoubt(listReadPaths(lines, dir), placeOf(lines, dir, result !== undefined), disk);
    const likely = likelyDirs(dirs);
    const doubt = likely.map(doubtIn).find((found) => found !== undefined);
    if (!doubt && result === undefined && isBorrowed({ dirs: likely }, lines)) return 'a time of its own';
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

  return { identify, lookForPrograms, judge, isBorrowed, translate };
}
