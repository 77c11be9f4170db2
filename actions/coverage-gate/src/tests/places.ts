import { posix } from 'node:path';
import type { GoModule } from '@go-actions/go-project';
import { locateFile } from '../profile/file-names.ts';
import type { Failure, Place } from './failures.ts';

/** What is needed to find the files that go prints by base name, relative to its folder, absolute or by import path. */
export type FileNames = {
  /** Absolute root that results are relative to. */
  readonly base: string;
  /** Folder of each package, relative to `base`. */
  readonly packageDirs: ReadonlyMap<string, string>;
  /** Folders in which go ran, relative to `base`: compiler messages are relative to one of them. */
  readonly runDirs: readonly string[];
  readonly modules: readonly GoModule[];
};

/** Files that the places may mean, relative to the root, best guess first; nothing outside of the repository. */
export function listCandidates(failure: Failure, place: Place, names: FileNames): string[] {
  const inPackage = names.packageDirs.get(failure.package);
  const candidates = [
    place.file.includes('/') ? locateFile(place.file, names.base, names.modules) : undefined,
    inPackage === undefined || posix.isAbsolute(place.file) ? undefined : posix.join(inPackage, place.file),
    ...(posix.isAbsolute(place.file) ? [] : names.runDirs.map((dir) => posix.join(dir, place.file))),
  ];
  return candidates.filter((path): path is string => path !== undefined && !path.startsWith('..'));
}

/**
 * The failure with places that exist, as paths of the repository. Before Go 1.27 the lines of t.Log look like those of
 * t.Error: the source tells them apart.
 */
export function locateFailure(
  failure: Failure,
  names: FileNames,
  sources: ReadonlyMap<string, string>,
): Failure {
  const found = failure.places.flatMap((place): Place[] => {
    const file = listCandidates(failure, place, names).find((path) => sources.has(path));
    return file === undefined ? [] : [{ ...place, file }];
  });
  if (failure.kind !== 'test') return { ...failure, places: found };
  const errors = found.filter((place) => !isLog(sources.get(place.file), place.line));
  const places = errors.length > 0 || failure.parent ? errors : found;
  return { ...failure, places, message: places[0]?.message ?? failure.message };
}

function isLog(source: string | undefined, line: number): boolean {
  return /\.(Log|Logf|Skip|Skipf)\(/.test(source?.split('\n')[line - 1] ?? '');
}
