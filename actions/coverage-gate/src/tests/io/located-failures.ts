import { posix } from 'node:path';
import type { GoPackage } from '@go-actions/go-project';
import type { Project } from '../../project/io/project.ts';
import { findFunctions } from '../../source/functions.ts';
import { scanGo } from '../../source/go-scanner.ts';
import { SourceReader } from '../../source/io/source-reader.ts';
import type { Failure } from '../failure.ts';
import { listFailures } from '../failures.ts';
import { type FileNames, listCandidates, locateFailure, type TestSources } from '../places.ts';
import type { TestRun } from './run.ts';

/** Packages whose tests are read to find places: a run with more failing packages has another problem. */
const PACKAGES = 200;

/** The failures of the run with their places as files of the repository. */
export function gatherFailures(project: Project, run: TestRun): Failure[] {
  const failures = listFailures(run.log);
  const names: FileNames = {
    base: project.base,
    modules: project.modulePaths,
    packageDirs: new Map(
      run.packages.map((pkg) => [pkg.ImportPath, posix.relative(project.base, pkg.Dir ?? '')]),
    ),
    runDirs: run.runs.map(({ dir }) => posix.join(project.prefix, dir)),
  };
  const sources = new SourceReader(project.base);
  const packages = new Map(run.packages.map((pkg) => [pkg.ImportPath, pkg]));
  const known = new Map<string, TestSources>();
  const located = failures.map((failure) => {
    let found = known.get(failure.package);
    if (!found) {
      const pkg = known.size < PACKAGES ? packages.get(failure.package) : undefined;
      found = readTestSources(sources, names, pkg, packages);
      known.set(failure.package, found);
    }
    const texts = new Map(found.texts);
    for (const path of failure.places.flatMap((place) => listCandidates(failure, place, names))) {
      const source = texts.has(path) ? undefined : sources.read(path);
      if (source) texts.set(path, source.toString('utf8'));
    }
    return locateFailure(failure, names, { ...found, texts });
  });
  return mergeRaces(located).filter(
    (failure) => failure.kind !== 'test' || failure.beside || !failure.parent || failure.places.length > 0,
  );
}

/** The files of a failing package, and the functions that its tests may call: its own, and those of packages that they import. */
function readTestSources(
  sources: SourceReader,
  names: FileNames,
  pkg: GoPackage | undefined,
  packages: ReadonlyMap<string, GoPackage>,
): TestSources {
  const texts = new Map<string, string>();
  const bodies = new Map<string, string[]>();
  const declared = new Map<string, { file: string; line: number }>();
  const read = (of: GoPackage, files: readonly string[], own: boolean) => {
    for (const name of files) {
      const file = posix.join(names.packageDirs.get(of.ImportPath) ?? '', name);
      const source = sources.read(file);
      if (!source) continue;
      const text = source.toString('utf8');
      const lines = text.split('\n');
      for (const func of findFunctions(source, scanGo(source))) {
        const body = lines.slice(func.startLine - 1, func.endLine).join('\n');
        bodies.set(func.name, [...(bodies.get(func.name) ?? []), body.slice(body.indexOf('{'))]);
        if (own && !declared.has(func.name)) declared.set(func.name, { file, line: func.startLine });
      }
      if (own) texts.set(file, text);
    }
  };
  if (pkg) {
    read(pkg, [...(pkg.TestGoFiles ?? []), ...(pkg.XTestGoFiles ?? []), ...(pkg.GoFiles ?? [])], true);
    const imports = [...texts.values()].flatMap((text) => [...text.matchAll(/"([^"\n]+)"/g)]);
    for (const path of new Set(imports.map(([, path = '']) => path))) {
      const helper = path === pkg.ImportPath ? undefined : packages.get(path);
      if (helper) read(helper, helper.GoFiles ?? [], false);
    }
  }
  return { texts, bodies, declared };
}

/** A race that the detector reports several times at one place is one. */
function mergeRaces(failures: readonly Failure[]): Failure[] {
  const seen = new Set<string>();
  return failures.filter((failure) => {
    if (failure.kind !== 'race') return true;
    const [place] = failure.places;
    const key = place ? `${place.file}:${place.line}` : `${failure.package} ${failure.test ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}
