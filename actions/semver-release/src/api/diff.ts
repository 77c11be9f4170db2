import type { Bump } from '../version/bump.ts';

/** What changed in the exported API of a module, one line each, in apidiff's words: `./sub.F: removed`. */
export type ApiDiff = { readonly incompatible: readonly string[]; readonly compatible: readonly string[] };

/**
 * Reads what `apidiff -m` prints (golang.org/x/exp/cmd/apidiff; it exits 0 whatever it finds). Symbols of the packages in
 * `without` are left out: a program's exported names are no API.
 */
export function parseApiDiff(text: string, module: string, without: ReadonlySet<string>): ApiDiff {
  const found = { incompatible: [] as string[], compatible: [] as string[] };
  let into: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^Incompatible changes:/.test(line)) into = found.incompatible;
    else if (/^Compatible changes:/.test(line)) into = found.compatible;
    else if (line.startsWith('- ') && !isAbout(line.slice(2), module, without))
      into?.push(line.slice(2).trim());
    else if (/^\s+\S/.test(line) && into && into.length > 0) into[into.length - 1] += ` ${line.trim()}`;
  }
  return found;
}

/** The bump that an API asks for: what was removed or changed breaks users, what was added is a feature. */
export function bumpOfApi({ incompatible, compatible }: ApiDiff): Bump {
  return incompatible.length > 0 ? 'major' : compatible.length > 0 ? 'minor' : 'none';
}

/** One list out of those of several platforms: what is true on one of them is true of the release. */
export function mergeApiDiffs(diffs: readonly ApiDiff[]): ApiDiff {
  return {
    incompatible: [...new Set(diffs.flatMap((diff) => diff.incompatible))].sort(),
    compatible: [...new Set(diffs.flatMap((diff) => diff.compatible))].sort(),
  };
}

/** `F: added` is of the root package, `./sub.F: added` of one below; a whole package is `package m.test/lib/sub: removed`. */
function isAbout(change: string, module: string, packages: ReadonlySet<string>): boolean {
  const whole = /^package (\S+): /.exec(change)?.[1];
  if (whole !== undefined) return packages.has(whole);
  for (const path of packages) {
    if (path === module ? !change.startsWith('./') : change.startsWith(`./${path.slice(module.length + 1)}.`))
      return true;
  }
  return false;
}
