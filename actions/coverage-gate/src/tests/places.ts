import { posix } from 'node:path';
import type { ModulePath } from '@go-actions/go-project';
import { locateFile } from '../profile/file-names.ts';
import { type Bodies, classifyCall } from './calls.ts';
import type { Failure, Place } from './failure.ts';

/** What is needed to find the files that go prints by base name, relative to its folder, absolute or by import path. */
export type FileNames = {
  /** Absolute root that results are relative to. */
  readonly base: string;
  /** Folder of each package, relative to `base`. */
  readonly packageDirs: ReadonlyMap<string, string>;
  /** Folders in which go ran, relative to `base`: compiler messages are relative to one of them. */
  readonly runDirs: readonly string[];
  readonly modules: readonly ModulePath[];
};

/** What is known of the code: files by path, and where the package's tests are declared. */
export type TestSources = {
  readonly texts: ReadonlyMap<string, string>;
  readonly bodies: Bodies;
  /** Declarations of the functions of a package, by name. */
  readonly declared: ReadonlyMap<string, { readonly file: string; readonly line: number }>;
};

/** Files that the places may mean, relative to the root, best guess first; nothing outside of the repository. */
export function listCandidates(failure: Failure, place: Place, names: FileNames): string[] {
  const inPackage = names.packageDirs.get(failure.package);
  const absolute = posix.isAbsolute(place.file) || /^[A-Za-z]:[\\/]/.test(place.file);
  const candidates = [
    place.file.includes('/') || absolute ? locateFile(place.file, names.base, names.modules) : undefined,
    inPackage === undefined || absolute ? undefined : posix.join(inPackage, place.file),
    ...(absolute ? [] : names.runDirs.map((dir) => posix.join(dir, place.file))),
  ];
  return candidates.filter((path): path is string => path !== undefined && !path.startsWith('..'));
}

/**
 * The failure with places that exist, as paths of the repository. Before Go 1.27 the lines of t.Log look like those of
 * t.Error: the call at the line tells them apart. A test without such a place is where it is declared.
 */
export function locateFailure(failure: Failure, names: FileNames, sources: TestSources): Failure {
  const found = failure.places.flatMap((place): Place[] => {
    const file = listCandidates(failure, place, names).find((path) => sources.texts.has(path));
    return file === undefined ? [] : [{ ...place, file }];
  });
  const places = mergePlaces(
    failure.kind === 'test' ? found.filter((place) => isError(place, sources)) : found,
  );
  const message = places[0]?.message || failure.message;
  if (places.length > 0 || failure.parent || failure.beside || failure.test === undefined)
    return { ...failure, places, message: failure.kind === 'test' ? message : failure.message };
  const declared = sources.declared.get(failure.test.split('/')[0] ?? '');
  const own = failure.kind === 'test' && failure.places.length > 0 ? 'the test failed' : failure.message;
  return { ...failure, message: own, places: declared ? [{ ...declared, message: own }] : [] };
}

function isError(place: Place, { texts, bodies }: TestSources): boolean {
  if (place.sure) return true;
  const line = texts.get(place.file)?.split('\n')[place.line - 1];
  // A line that the file does not have was never printed by testing.
  return line !== undefined && classifyCall(line, bodies) !== 'log';
}

/** Several messages of one line are one place: a helper that logs and then fails. */
function mergePlaces(places: readonly Place[]): Place[] {
  const merged = new Map<string, Place>();
  for (const place of places) {
    const key = `${place.file}:${place.line}`;
    const before = merged.get(key);
    const message =
      before && before.message !== place.message ? `${before.message}\n${place.message}` : place.message;
    merged.set(key, { ...place, message });
  }
  return [...merged.values()];
}
