import type { Bump } from '../version/bump.ts';

/** What changed in the exported API of a module, one line each, in apidiff's words: `./sub.F: removed`. */
export type ApiDiff = { readonly incompatible: readonly string[]; readonly compatible: readonly string[] };

/**
 * Reads what `apidiff -m` prints (golang.org/x/exp/cmd/apidiff; it exits 0 whatever it finds). Only symbols of the packages
 * in `own` count: a program's exported names are no API, and apidiff takes in required modules whose path begins like this one.
 */
export function parseApiDiff(text: string, module: string, own: ReadonlySet<string>): ApiDiff {
  const found = { incompatible: [] as string[], compatible: [] as string[] };
  let into: string[] | undefined;
  let isOwn = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^Incompatible changes:/.test(line)) into = found.incompatible;
    else if (/^Compatible changes:/.test(line)) into = found.compatible;
    else if (line.startsWith('- ')) {
      isOwn = isAbout(line.slice(2), module, own);
      if (isOwn) into?.push(line.slice(2).trim());
    } else if (/^\s+\S/.test(line) && into && into.length > 0 && isOwn)
      into[into.length - 1] += ` ${line.trim()}`;
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
