import { formatVersion, parseVersion, type Version } from './version.ts';

/** A release tag: a version, and the folder of the module that it is for (`.` or `tools/cli`). */
export type Tag = { readonly name: string; readonly dir: string; readonly version: Version };

/** A release tag of the repository and where it stands to the commit that is released. */
export type KnownTag = Tag & { readonly place: 'here' | 'ancestor' | 'descendant' | 'elsewhere' };

/** Folder names that we let through; git would take `$(id)` and worse. */
const FOLDER = /^[A-Za-z0-9_][A-Za-z0-9._~-]*$/;

/** Reads `v1.2.3` and `tools/cli/v1.2.3`; `undefined` for every other name, which is then no release tag. */
export function parseTag(name: string): Tag | undefined {
  const folders = name.split('/');
  const version = parseVersion(folders.pop() ?? '');
  if (!version || folders.some((folder) => !FOLDER.test(folder))) return undefined;
  return { name, dir: folders.join('/') || '.', version };
}

/** The tag of a version in a folder. */
export function makeTag(dir: string, version: Version): Tag {
  return { name: dir === '.' ? formatVersion(version) : `${dir}/${formatVersion(version)}`, dir, version };
}
