import type { Breach } from './breach.ts';
import { findElementFault } from './module-path.ts';

/** A regular file of the commit, relative to the module's folder. */
export type ModuleFile = { readonly path: string; readonly bytes: number };

const MIB = 1024 ** 2;
/** golang.org/x/mod/zip: MaxZipFile, MaxGoMod and MaxLICENSE. */
const LARGEST_MODULE = 500 * MIB;
const LARGEST_FILE: Readonly<Record<string, number>> = { 'go.mod': 16 * MIB, LICENSE: 16 * MIB };
/** x/mod/module.fileNameOK: letters of any script, and these. */
const FILE_NAME = /^[\p{L}0-9!#$%&()+,\-.=@[\]^_{}~ ]+$/u;
const MOST_SHOWN = 5;

/**
 * What keeps Go from making a module zip of the commit, so that nobody can download the version (golang.org/x/mod/zip.Create):
 * names that Go refuses, names that differ by case alone, and sizes. Files of `vendor` and of modules below are not packed.
 */
export function judgeZip(files: readonly ModuleFile[]): Breach[] {
  const packed = files.filter(({ path }) => !isVendored(path));
  const faults = [...findNameFaults(packed), ...findCollisions(packed), ...findOversizes(packed)];
  if (faults.length === 0) return [];
  const more = faults.length > MOST_SHOWN ? ` and ${faults.length - MOST_SHOWN} more` : '';
  return [
    {
      rule: 'module zip',
      found: `Go cannot pack this commit: ${faults.slice(0, MOST_SHOWN).join('; ')}${more}`,
      remedy: 'Rename or remove the files, or put them below a folder with a go.mod of its own.',
    },
  ];
}

function* findNameFaults(files: readonly ModuleFile[]): Generator<string> {
  for (const { path } of files) {
    const fault = path
      .split('/')
      .map((element) => findElementFault(element, FILE_NAME))
      .find((each) => each !== undefined);
    if (fault !== undefined) yield `the path ${JSON.stringify(path)} ${fault}`;
    else if (path.toLowerCase() === 'go.mod' && path !== 'go.mod') yield `${path} must be written go.mod`;
  }
}

/** Folders count as well: `A/x` and `a/y` cannot be told apart where letters have no case. */
function* findCollisions(files: readonly ModuleFile[]): Generator<string> {
  const seen = new Map<string, string>();
  for (const { path } of files) {
    const elements = path.split('/');
    for (let count = 1; count <= elements.length; count++) {
      const name = elements.slice(0, count).join('/');
      const known = seen.get(fold(name));
      if (known !== undefined && known !== name) {
        yield `${JSON.stringify(known)} and ${JSON.stringify(name)} differ by case alone`;
        break;
      }
      seen.set(fold(name), name);
    }
  }
}

function* findOversizes(files: readonly ModuleFile[]): Generator<string> {
  for (const { path, bytes } of files) {
    const limit = LARGEST_FILE[path];
    if (limit !== undefined && bytes > limit) yield `${path} is larger than ${limit / MIB} MiB`;
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > LARGEST_MODULE)
    yield `it holds ${Math.ceil(total / MIB)} MiB, and a module has at most ${LARGEST_MODULE / MIB} MiB`;
}

/** x/mod/zip.isVendoredPackage: packages below a `vendor` folder, not the files right in it. */
function isVendored(path: string): boolean {
  return /(^|\/)vendor\/.*\//.test(path);
}

/** Go folds letter by letter (unicode.SimpleFold); a letter that becomes several, such as `ß`, stays. */
function fold(name: string): string {
  return [...name]
    .map((letter) => {
      const upper = letter.toUpperCase();
      return [...upper].length === 1 ? upper.toLowerCase() : letter.toLowerCase();
    })
    .join('');
}
