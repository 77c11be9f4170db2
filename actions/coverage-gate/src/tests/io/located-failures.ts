import { join, posix } from 'node:path';
import type { Project } from '../../project/io/project.ts';
import { SourceReader } from '../../source/io/source-reader.ts';
import { type Failure, listFailures } from '../failures.ts';
import { listCandidates, locateFailure } from '../places.ts';
import type { Run } from './run.ts';

/** The failures of the run with their places as files of the repository. */
export function gatherFailures(project: Project, run: Run): Failure[] {
  const failures = listFailures(run.log);
  const names = {
    base: project.base,
    modules: project.modulePaths,
    packageDirs: new Map(
      run.packages.map((pkg) => [pkg.ImportPath, posix.relative(project.base, pkg.Dir ?? '')]),
    ),
    runDirs: run.runs.map(({ dir }) => posix.join(project.prefix, dir)),
  };
  const paths = failures.flatMap((failure) =>
    failure.places.flatMap((place) => listCandidates(failure, place, names)),
  );
  const reader = new SourceReader();
  const sources = new Map<string, string>();
  for (const path of new Set(paths)) {
    const source = reader.read(join(project.base, path));
    if (source) sources.set(path, source.toString('utf8'));
  }
  return failures
    .map((failure) => locateFailure(failure, names, sources))
    .filter((failure) => failure.kind !== 'test' || !failure.parent || failure.places.length > 0);
}
