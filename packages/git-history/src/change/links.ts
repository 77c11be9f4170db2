import { posix } from 'node:path';
import type { ChangedFile, LineRange } from './diff.ts';

/** Symbolic links of a commit: path to target as git stores it, relative to the link's folder or absolute. */
export type Links = ReadonlyMap<string, string>;

/** Where a link leads: a path of the repository and the links on the way; `undefined` when it leaves the repository. */
type Destination = { readonly path: string | undefined; readonly through: readonly string[] };

/** As many as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/** Follows links in every part of a path, as the file system does. */
export function followLinks(path: string, links: Links): Destination {
  const through: string[] = [];
  let done = '';
  let left = path.split('/');
  while (left.length > 0) {
    const [part = '', ...rest] = left;
    left = rest;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (done === '') return { path: undefined, through };
      done = posix.dirname(done) === '.' ? '' : posix.dirname(done);
      continue;
    }
    const here = done === '' ? part : `${done}/${part}`;
    const target = links.get(here);
    if (target === undefined) {
      done = here;
      continue;
    }
    through.push(here);
    if (through.length > MOST_LINKS || /^([/\\]|[A-Za-z]:)/.test(target)) return { path: undefined, through };
    left = [...target.replaceAll('\\', '/').split('/'), ...left];
  }
  return { path: done, through };
}

const MOST_NAMES = 100_000;
const GENERATIONS = 8;

/** What git stores of a commit, as far as links need it. */
export type Tree = {
  readonly links: Links;
  /** Every file, links and submodules too. */
  readonly files: readonly string[];
  /** The folders of submodules. */
  readonly submodules?: readonly string[];
};

/**
 * The further names under which changed files are in the tree: links to them, files below a link to their folder, and what
 * a changed link now leads to. Each with the name that changed; links come before files, so that theirs is the stronger reason.
 */
export function linkedNames(changed: readonly string[], tree: Tree): Map<string, string> {
  return namesByLink(tree)(changed);
}

/** `linkedNames` for several changes of one tree. */
export function namesByLink({ links, files }: Tree): (changed: readonly string[]) => Map<string, string> {
  const leads = [...links.keys()].map((link) => ({ link, ...followLinks(link, links) }));
  const byPlace = Map.groupBy(leads, ({ path }) => path);
  const byWay = new Map<string, string[]>();
  for (const { link, through } of leads)
    for (const step of through.slice(1)) byWay.set(step, [...(byWay.get(step) ?? []), link]);

  return (changed) => {
    const names = new Map<string, string>();
    const seen = new Set(changed);
    let front = changed.toSorted((a, b) => Number(links.has(b)) - Number(links.has(a)));
    let next: string[] = [];
    const add = (name: string, from: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      names.set(name, from);
      next.push(name);
      if (seen.size > MOST_NAMES)
        throw new RangeError(`symbolic links give the changed files more than ${MOST_NAMES} names`);
    };
    for (const link of front.filter((path) => links.has(path))) {
      const { path } = followLinks(link, links);
      const below = path === '' ? '' : `${path}/`;
      if (path === undefined) continue;
      for (const file of files) if (file.startsWith(below)) add(`${link}/${file.slice(below.length)}`, link);
    }
    for (let i = 0; i < GENERATIONS && front.length > 0; i++) {
      for (const path of front) {
        for (const link of byWay.get(path) ?? []) add(link, path);
        for (const [place, rest] of prefixes(path))
          for (const { link } of byPlace.get(place) ?? []) if (link !== path) add(link + rest, path);
      }
      front = next;
      next = [];
    }
    return names;
  };
}

/** A path itself, each folder above it and the repository's root (`''`), with what is left of it. */
function* prefixes(path: string): Generator<readonly [string, string]> {
  yield [path, ''];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    yield [path.slice(0, end), path.slice(end)];
  yield ['', `/${path}`];
}

/** Links that lead out of the repository, or round in a circle: what is behind them is not what git stores. */
export function leavingLinks(links: Links): string[] {
  return [...links.keys()].filter((link) => followLinks(link, links).path === undefined);
}

/** Both names of renamed files: the old one left its folder, the new one joined another. */
export function changedPaths(files: readonly ChangedFile[]): string[] {
  const paths = files.flatMap(({ status, path, oldPath }) =>
    status === 'renamed' && oldPath !== undefined ? [oldPath, path] : [path],
  );
  return [...new Set(paths)];
}

/** The changed files with everything that links make of them. What a link shows from outside of the repository never changes here. */
export function withLinkedFiles(files: readonly ChangedFile[], tree: Tree): ChangedFile[] {
  if (tree.links.size === 0) return [...files];
  const names = linkedNames(changedPaths(files), tree).keys();
  return [...files, ...[...names].map((path) => ({ status: 'modified', path }) as const)];
}

/** A file from its first line to its last. */
export const EVERY_LINE: readonly LineRange[] = [{ start: 1, end: Number.MAX_SAFE_INTEGER }];

/** The changed lines with those that are seen through links; a link that changed, or leaves the repository, has changed as a whole. */
export function withLinkedLines(
  lines: ReadonlyMap<string, LineRange[]>,
  files: readonly ChangedFile[],
  tree: Tree,
): Map<string, LineRange[]> {
  const all = new Map(lines);
  if (tree.links.size === 0) return all;
  const changed = [...new Set([...changedPaths(files), ...leavingLinks(tree.links)])];
  for (const path of changed) if (tree.links.has(path)) all.set(path, [...EVERY_LINE]);
  for (const [name, from] of linkedNames(changed, tree)) {
    const ranges = all.get(from);
    if (ranges) all.set(name, ranges);
  }
  return all;
}
