import { join, posix } from 'node:path';
import { isGenerated } from '@go-actions/go-project';
import type { Inputs } from '../../inputs.ts';
import { findHoles, type Hole } from '../../judge/completeness.ts';
import { locateFile } from '../../profile/file-names.ts';
import { findOverlap } from '../../profile/overlap.ts';
import type { Project } from '../../project/io/project.ts';
import type { Run } from '../../tests/io/run.ts';
import { coverFile, type FileCoverage } from '../file-coverage.ts';
import { hasStatements, SourceReader } from './source-reader.ts';

/** The profile brought together with the sources, and what is missing from it. */
export type Coverage = {
  readonly files: readonly FileCoverage[];
  /** Paths left out by `exclude` and `exclude-generated`. */
  readonly excluded: readonly string[];
  readonly holes: readonly Hole[];
  readonly idsByFile: readonly Int32Array[];
};

export function gatherCoverage(inputs: Inputs, project: Project, run: Run): Coverage {
  const { table } = run.profile;
  const idsByFile = table.idsByFile();
  const sources = new SourceReader();
  const isLeftOut = (path: string, source: Buffer) =>
    inputs.exclude(posix.relative(project.prefix, path)) ||
    (inputs.excludeGenerated && source.includes('Code generated') && isGenerated(source.toString('utf8')));

  const files: FileCoverage[] = [];
  const excluded: string[] = [];
  const unmapped: string[] = [];
  for (const [id, name] of table.files.entries()) {
    const path = locateFile(name, project.base, project.modulePaths);
    const source = () => sources.read(join(project.base, path ?? ''));
    const now = path === undefined ? undefined : source();
    if (path === undefined || !now) unmapped.push(name);
    else if (isLeftOut(path, now)) excluded.push(path);
    else {
      const file = { name, path, source: () => source() ?? Buffer.alloc(0) };
      files.push(coverFile(table, idsByFile[id] ?? new Int32Array(), file));
    }
  }
  return {
    files,
    excluded,
    holes: gatherHoles(inputs, project, run, { unmapped, idsByFile, sources, isLeftOut }),
    idsByFile,
  };
}

function gatherHoles(
  inputs: Inputs,
  project: Project,
  run: Run,
  found: {
    unmapped: string[];
    idsByFile: Int32Array[];
    sources: SourceReader;
    isLeftOut: (path: string, source: Buffer) => boolean;
  },
): Hole[] {
  const { table } = run.profile;
  const profiled = new Set(table.files.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/')))));
  const skip = (file: string, source: Buffer) => found.isLeftOut(posix.relative(project.base, file), source);
  const listed = run.packages.map((pkg) => ({
    importPath: pkg.ImportPath,
    hasStatements: profiled.has(pkg.ImportPath) || hasStatements(pkg, found.sources, skip),
  }));
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
