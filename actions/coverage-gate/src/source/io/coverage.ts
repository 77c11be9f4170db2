import { posix } from 'node:path';
import { compareGoVersions, isGenerated, parseGoVersion } from '@go-actions/go-project';
import type { PlaceInputs } from '../../inputs.ts';
import { findHoles, type Hole } from '../../judge/completeness.ts';
import { locateFiles } from '../../profile/file-names.ts';
import { findOverlap } from '../../profile/overlap.ts';
import type { Project } from '../../project/io/project.ts';
import { hasTestFiles } from '../../project/package-runs.ts';
import type { TestRun } from '../../tests/io/run.ts';
import { coverFile, type FileCoverage } from '../file-coverage.ts';
import { findForeignLine, hasLineDirectives } from '../foreign-block.ts';
import { coverMapped } from '../mapped-file.ts';
import { type LineName, LineNames } from './line-names.ts';
import { packageDeclaresTests, packageHasStatements } from './package-statements.ts';
import { SourceReader } from './source-reader.ts';

/** The profile brought together with the sources, and what is missing from it. */
export type Coverage = {
  readonly files: readonly FileCoverage[];
  /** Paths left out by `exclude` and `exclude-generated`. */
  readonly excluded: readonly string[];
  readonly holes: readonly Hole[];
  readonly idsByFile: readonly Int32Array[];
};

const OTHER_SOURCE =
  'is in the profile, and not in the file: the profile was made from another commit, or the file was changed since';

const nothingLeft = (by: string): Hole => ({
  what: 'the profile',
  why: `has nothing left to judge: ${by} leaves out all of it`,
});

/** Go 1.27 kept the names of `//line` directives and gave up their lines. */
const FIRST_PHYSICAL = parseGoVersion('1.27');

/** `coverpkg`: as the input has it; with patterns of its own a profile need not hold every package. */
export function gatherCoverage(
  place: PlaceInputs,
  project: Project,
  run: TestRun,
  coverpkg: string | undefined,
): Coverage {
  const { table } = run.profile;
  const idsByFile = table.idsByFile();
  const sources = new SourceReader(project.base);
  const lineNames = new LineNames(project.base, sources);
  const matches = (path: string) => place.exclude(posix.relative(project.prefix, path));
  const isLeftOut = (path: string, source: Buffer) =>
    matches(path) ||
    (place.excludeGenerated && source.includes('Code generated') && isGenerated(source.toString('utf8')));

  const files: FileCoverage[] = [];
  const excluded = new Set<string>();
  const unmapped: string[] = [];
  const namedByPath = new Set<string>();
  const otherSource: Hole[] = [];
  for (const [id, name] of table.files.entries()) {
    const ids = idsByFile[id] ?? new Int32Array();
    const paths = locateFiles(name, project.base, project.modulePaths);
    const there = paths.length > 1 ? paths.filter((one) => sources.realPath(one) !== undefined) : paths;
    if (there.length > 1) {
      unmapped.push(name);
      continue;
    }
    const path = there[0] ?? paths[0];
    const read = (file: string) => sources.read(file) ?? Buffer.alloc(0);
    const now = path?.endsWith('.go') ? sources.read(path) : undefined;
    if (path !== undefined && now) {
      if (/^([./]|[A-Za-z]:[\\/])/.test(name)) namedByPath.add(posix.dirname(path));
      const foreign = run.passedOn && !hasLineDirectives(now) && findForeignLine(table, ids, now);
      if (isLeftOut(path, now)) excluded.add(path);
      else if (foreign) otherSource.push({ what: `${path}:${foreign}`, why: OTHER_SOURCE });
      else files.push(coverFile(table, ids, { name, path, source: () => read(path) }));
      continue;
    }
    const origins = path === undefined ? [] : lineNames.find(path);
    const counting = origins.filter(
      ({ goFile, target }) => !matches(target) && !isLeftOut(goFile, read(goFile)),
    );
    if (path !== undefined && matches(path)) excluded.add(path);
    else if (path === undefined || origins.length === 0) unmapped.push(name);
    else if (counting.length === 0) for (const { goFile } of origins) excluded.add(goFile);
    else files.push(coverMapped(table, ids, describeMapped(name, counting, ids, { sources, run, read })));
  }
  return {
    files,
    excluded: [...excluded],
    holes: [
      ...gatherHoles(project, run, { unmapped, namedByPath, idsByFile, sources, isLeftOut, coverpkg }),
      ...otherSource,
      ...(run.whole && files.length === 0 && [...excluded].some(matches) ? [nothingLeft('`exclude`')] : []),
      ...(run.whole && ignoresAll(files) ? [nothingLeft('`//coverage:ignore`')] : []),
    ],
    idsByFile,
  };
}

const ignoresAll = (files: readonly FileCoverage[]): boolean =>
  files.some(({ ignored }) => ignored.statements > 0) && files.every(({ count }) => count.statements === 0);

function describeMapped(
  name: string,
  origins: readonly LineName[],
  ids: Int32Array,
  { sources, run, read }: { sources: SourceReader; run: TestRun; read: (path: string) => Buffer },
) {
  const { table } = run.profile;
  const [first] = origins;
  const target = first?.target ?? '';
  const logical = sources.realPath(target) !== undefined;
  const path = logical ? target : (first?.goFile ?? '');
  const columns = ids.every((id) => (table.startCol[id] ?? 0) > 0 && (table.endCol[id] ?? 0) > 0);
  return {
    name,
    path,
    source: () => read(path),
    origins: origins.map(
      ({ goFile }) =>
        () =>
          read(goFile),
    ),
    logical,
    physicalBlocks: columns && compareGoVersions(run.goVersion, FIRST_PHYSICAL) >= 0,
  };
}

function gatherHoles(
  project: Project,
  run: TestRun,
  found: {
    unmapped: string[];
    /** Folders of files that the profile calls by their path and not by an import path. */
    namedByPath: ReadonlySet<string>;
    idsByFile: Int32Array[];
    sources: SourceReader;
    isLeftOut: (path: string, source: Buffer) => boolean;
    coverpkg: string | undefined;
  },
): Hole[] {
  const { table } = run.profile;
  const twins = Map.groupBy(run.packages, ({ ImportPath }) => ImportPath);
  // Modules may share a path, and what is there of one says nothing of the other.
  const byPath = run.packages.filter(
    ({ ImportPath, Dir }) =>
      found.namedByPath.has(posix.relative(project.base, Dir ?? '')) && twins.get(ImportPath)?.length === 1,
  );
  const profiled = new Set([
    ...byPath.map(({ ImportPath }) => ImportPath),
    ...table.files.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/')))),
    ...run.log.results.flatMap(({ importPath, wroteProfile }) => (wroteProfile ? [importPath] : [])),
  ]);
  const listed = run.packages.map((pkg) => ({
    importPath: pkg.ImportPath,
    hasStatements:
      profiled.has(pkg.ImportPath) || packageHasStatements(pkg, project.base, found.sources, found.isLeftOut),
    hasTests: hasTestFiles(pkg),
    declaresTests: () => packageDeclaresTests(pkg, project.base, found.sources),
  }));
  const holes = findHoles({
    listed,
    results: run.log.results,
    ownRun: run.own,
    profiled,
    unmapped: found.unmapped,
    overlap: findOverlap(table, found.idsByFile),
    everyPackageProfiled: !found.coverpkg || found.coverpkg === 'all',
    writers: run.writers,
    cancelled: run.cancelled,
    filtered: run.filtered,
  });
  return [...run.broken, ...holes]; // what go itself says of a module explains the silence about its packages
}
