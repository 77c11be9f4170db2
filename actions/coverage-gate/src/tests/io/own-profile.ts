import { compareGoVersions, type GoPackage, type GoVersion, parseGoVersion } from '@go-actions/go-project';
import type { OwnNames } from '../../profile/file-names.ts';
import { readProfile, renameFiles } from '../../profile/io/profile-files.ts';
import type { ProfileSurvey } from '../../profile/io/writers.ts';
import type { ProfileReader } from '../../profile/profile-reader.ts';
import type { Project } from '../../project/io/project.ts';
import { hasTestFiles } from '../../project/package-runs.ts';
import { packageHasStatements } from '../../source/io/package-statements.ts';
import type { SourceReader } from '../../source/io/source-reader.ts';
import type { TestEvidence } from '../evidence.ts';
import type { TestLog } from '../test-log.ts';
import type { TestOptions } from './go-test.ts';

/** Where the results of a run go. */
export type Sink = {
  readonly log: TestLog;
  readonly reader: ProfileReader;
  readonly scratch: string;
  readonly notes: string[];
  /** Whether the race detector runs: without it what looks like its report is a test's own text. */
  readonly raced: boolean;
};

const FIRST_COMPLETE = parseGoVersion('1.22');

/** Whether go puts packages without tests into the profile. */
export const reportsUntested = (version: GoVersion): boolean =>
  compareGoVersions(version, FIRST_COMPLETE) >= 0;

/** Reads the evidence of a run from the survey of its profile. */
export type Collect = (survey: ProfileSurvey) => TestEvidence;

export function collector(
  packages: readonly GoPackage[],
  project: Project,
  { coverpkg }: TestOptions,
  sources: SourceReader,
): Collect {
  const known = new Map(packages.map((pkg) => [pkg.ImportPath, pkg]));
  const hasTests = (importPath: string) => {
    const pkg = known.get(importPath);
    return pkg !== undefined && hasTestFiles(pkg);
  };
  return ({ packages: profiled, laps }) => ({
    packages: profiled,
    writers:
      coverpkg === undefined
        ? undefined
        : countWriters(
            laps,
            (path) => !known.has(path) || hasTests(path),
            reportsUntested(project.goVersion),
          ),
    hasStatements: (importPath) => {
      const pkg = known.get(importPath);
      return pkg !== undefined && packageHasStatements(pkg, project.base, sources);
    },
    hasTestFiles: hasTests,
  });
}

/** A package without tests stands once more in the profile of a run that names it: go reports it itself. */
function countWriters(
  laps: ReadonlyMap<string, number>,
  byPrograms: (importPath: string) => boolean,
  selfReported: boolean,
): number | undefined {
  const counts = [...laps].map(([path, count]) => (byPrograms(path) || !selfReported ? count : count - 1));
  return counts.length > 0 ? Math.max(...counts) : undefined;
}

/**
 * Reads the profile of a run, with names that are its module's alone. When nothing was built there is none; the completeness
 * check says so.
 */
export async function readOwnProfile(
  profile: ProfileReader,
  path: string,
  { names, cutOff }: { readonly names: OwnNames | undefined; readonly cutOff: boolean },
): Promise<void> {
  try {
    if (names) await renameFiles(path, names);
    await readProfile(profile, path, path, { cutOff });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
