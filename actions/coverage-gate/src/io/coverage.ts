import { posix } from 'node:path';
import { isGenerated } from '@go-actions/go-project';
import { findHoles, type Hole } from '../completeness.ts';
import { coverFile, type FileCoverage } from '../coverage.ts';
import type { Inputs } from '../inputs.ts';
import { findOverlap } from '../overlap.ts';
import { locateFile } from '../paths.ts';
import type { Project } from './project.ts';
import type { Run } from './run.ts';
import { hasStatements, readSources } from './sources.ts';

/** The profile brought together with the sources, and what is missing from it. */
export type Coverage = {
  readonly files: readonly FileCoverage[];
  /** Paths left out by `exclude` and `exclude-generated`. */
  readonly excluded: readonly string[];
  readonly holes: readonly Hole[];
  readonly idsByFile: readonly Int32Array[];
};

export async function gatherCoverage(inputs: Inputs, project: Project, run: Run): Promise<Coverage> {
  const { table } = run.profile;
  const idsByFile = table.idsByFile();
  const paths = table.files.map((name) => locateFile(name, project.base, project.modulePaths));
  const sources = await readSources(
    project.base,
    paths.filter((path) => path !== undefined),
  );
  const isLeftOut = (path: string, source: Buffer) =>
    inputs.exclude(posix.relative(project.prefix, path)) ||
    (inputs.excludeGenerated && source.includes('Code generated') && isGenerated(source.toString('utf8')));

  const files: FileCoverage[] = [];
  const excluded: string[] = [];
  const unmapped: string[] = [];
  for (const [id, name] of table.files.entries()) {
    const path = paths[id];
    const source = path === undefined ? undefined : sources.get(path);
    if (path === undefined || !source) unmapped.push(name);
    else if (isLeftOut(path, source)) excluded.push(path);
    else files.push(coverFile(table, idsByFile[id] ?? new Int32Array(), { name, path, source }));
  }
  return {
    files,
    excluded,
    holes: await gatherHoles(inputs, project, run, { unmapped, idsByFile, isLeftOut }),
    idsByFile,
  };
}

async function gatherHoles(
  inputs: Inputs,
  project: Project,
  run: Run,
  found: {
    unmapped: string[];
    idsByFile: Int32Array[];
    isLeftOut: (path: string, source: Buffer) => boolean;
  },
): Promise<Hole[]> {
  const { table } = run.profile;
  const profiled = new Set(table.files.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/')))));
  const skip = (file: string, source: Buffer) => found.isLeftOut(posix.relative(project.base, file), source);
  const listed = await Promise.all(
    run.packages.map(async (pkg) => ({
      importPath: pkg.ImportPath,
      hasStatements: profiled.has(pkg.ImportPath) || (await hasStatements(pkg, skip)),
    })),
  );
  return findHoles({
    listed,
    results: run.log.results,
    testsCovered: inputs.run || run.log.results.some((result) => result.finished),
    profiled,
    unmapped: found.unmapped,
    overlap: findOverlap(table, found.idsByFile),
    everyPackageProfiled: !inputs.coverpkg || inputs.coverpkg === 'all',
    cancelled: run.cancelled,
  });
}
