import { posix } from 'node:path';

/** Whose it is, and the bits of `chmod`. */
export type Access = { readonly mode: number; readonly uid: number; readonly gid: number };

/** A file of an image as a container sees it. */
export type TreeEntry =
  | {
      readonly kind: 'file';
      readonly access: Access;
      readonly size: number;
      readonly stored: string | undefined;
    }
  | { readonly kind: 'folder'; readonly access: Access }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'device' };

/** Absolute path without a slash at the end -> entry. */
export type ImageTree = ReadonlyMap<string, TreeEntry>;

/** An entry of a layer's archive: a file, or that a path below is gone (`.wh.name`, `.wh..wh..opq`). */
export type LayerEntry = { readonly path: string } & (
  | TreeEntry
  | { readonly kind: 'hard link'; readonly target: string }
);

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
const MOST_LINKS = 40;

/**
 * Lays a layer over what is there (OCI image specification, layer.md): first what the layer takes away from the layers below,
 * then what it brings. Folders that are links are followed, as container runtimes do.
 */
export function applyLayer(below: ImageTree, layer: readonly LayerEntry[]): ImageTree {
  const tree = new Map(below);
  for (const { path } of layer) {
    const folder = realFolder(tree, posix.dirname(absolute(path)));
    const name = posix.basename(path);
    if (name === OPAQUE) removeBelow(tree, folder);
    else if (name.startsWith(WHITEOUT)) remove(tree, posix.join(folder, name.slice(WHITEOUT.length)));
  }
  for (const entry of layer) {
    if (posix.basename(entry.path).startsWith(WHITEOUT)) continue;
    const place = posix.join(
      realFolder(tree, posix.dirname(absolute(entry.path))),
      posix.basename(entry.path),
    );
    if (place === '/' || posix.basename(entry.path) === '.') continue;
    const { path: _, ...rest } = entry;
    if (rest.kind === 'folder' && tree.get(place)?.kind === 'folder') {
      tree.set(place, rest);
      continue;
    }
    remove(tree, place);
    const kept = rest.kind === 'hard link' ? lookUp(tree, rest.target, false)?.entry : rest;
    if (kept) tree.set(place, kept);
  }
  return tree;
}

/** What is at a path, links followed; `undefined` when there is nothing, or links go round in circles. */
export function lookUp(
  tree: ImageTree,
  path: string,
  follow = true,
): { readonly path: string; readonly entry: TreeEntry } | undefined {
  let at = absolute(path);
  for (let links = 0; links <= MOST_LINKS; links++) {
    at = posix.join(realFolder(tree, posix.dirname(at)), posix.basename(at));
    const entry = tree.get(at);
    if (!entry) return undefined;
    if (entry.kind !== 'link' || !follow) return { path: at, entry };
    at = absolute(posix.resolve(posix.dirname(at), entry.target));
  }
  return undefined;
}

/** The folder that a path leads to once the links on the way are followed; what does not exist is taken as it is written. */
function realFolder(tree: ImageTree, folder: string): string {
  let at = '/';
  let links = 0;
  const parts = folder.split('/').filter(Boolean);
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const next = posix.resolve(at, part);
    const entry = tree.get(next);
    if (entry?.kind === 'link' && links < MOST_LINKS) {
      links += 1;
      parts.unshift(...entry.target.split('/').filter(Boolean));
      if (entry.target.startsWith('/')) at = '/';
    } else {
      at = next;
    }
  }
  return at;
}

/** No path leads above the root. */
const absolute = (path: string): string => posix.resolve('/', path);

function remove(tree: Map<string, TreeEntry>, path: string): void {
  tree.delete(path);
  removeBelow(tree, path);
}

function removeBelow(tree: Map<string, TreeEntry>, folder: string): void {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  for (const path of [...tree.keys()]) if (path.startsWith(prefix)) tree.delete(path);
}
