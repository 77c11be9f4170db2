import { posix } from 'node:path';
import { type GoModule, isIgnored, moduleOfFile } from '@go-actions/go-project';
import { foldersAbove, type PackageGraph, packagesBelow } from './graph.ts';

/** A package that a file belongs to, and how far a change of the file goes (see `Seeds`). */
export type Owner = {
  readonly kind:
    | 'source'
    | 'embedded'
    | 'testdata'
    | 'header'
    | 'included'
    | 'beside'
    | 'named'
    | 'vendored'
    | 'replaced'
    | 'submodule'
    | 'read';
  readonly effect: 'compile' | 'test';
  readonly path: string;
};

export type Layout = {
  readonly graph: PackageGraph;
  /** Our modules, with folders relative to the repository's root. */
  readonly modules: readonly GoModule[];
  /** Folders of the repository that stand in for other modules by `replace => ./folder`, the longest first. */
  readonly replaced: readonly { readonly dir: string; readonly path: string }[];
  /** Folders with a `vendor` folder that the go command uses. */
  readonly vendors: readonly string[];
};

/** Everything that go/build compiles or hands to the C compiler; assembly, C, Fortran, Objective-C, SWIG, objects. */
const SOURCE = /\.(go|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|s|S|sx|swig|swigcxx|syso)$/;
/** Files that C code of another folder can include; Go does not track those either. */
const INCLUDED = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx)$/;

/** The packages that a changed path belongs to; none when no package owns it. */
export function ownersOf(path: string, layout: Layout): Owner[] {
  const foreign = foreignOwners(path, layout);
  if (foreign.length > 0) return foreign;
  return [
    ...sourceOwners(path, layout),
    ...embeddingOwners(path, layout.graph),
    ...testdataOwners(path, layout.graph),
    ...submoduleOwners(path, layout.graph),
  ];
}

/** A Go, C or assembly file belongs to the package of its folder, whatever its build constraints, and even if that is gone. */
function sourceOwners(path: string, { graph, modules }: Layout): Owner[] {
  if (!SOURCE.test(path)) return [];
  const dir = posix.dirname(path);
  const importPath = importPathOf(dir, modules);
  if (importPath === undefined) return [];
  const isGo = path.endsWith('.go');
  const known = graph.byDir.has(dir);
  // Folders that the go command skips hold a package only if somebody imports it by name; a C file makes no package.
  const skipped = isSkipped(dir) || isLeftOut(dir, modules);
  if (skipped && !known && !graph.importers.has(importPath) && !graph.testImporters.has(importPath))
    return [];
  if (!isGo && !known) return [];
  const owner: Owner = {
    kind: 'source',
    effect: path.endsWith('_test.go') ? 'test' : 'compile',
    path: importPath,
  };
  return INCLUDED.test(path) ? [owner, ...cgoOwners(graph)] : [owner];
}

/** `#include "../x.h"`: a header can reach every package with C code. */
function cgoOwners(graph: PackageGraph): Owner[] {
  const cgo = [...graph.packages.values()].filter((node) => node.cgo && node.dir !== undefined);
  return cgo.map(({ path }) => ({ kind: 'header', effect: 'compile', path }));
}

function embeddingOwners(path: string, graph: PackageGraph): Owner[] {
  return foldersAbove(path).flatMap((dir): Owner[] => {
    const node = graph.byDir.get(dir);
    if (!node) return [];
    const file = dir === '.' ? path : path.slice(dir.length + 1);
    if (node.embeds.some((pattern) => graph.embeds(pattern, file))) {
      return [{ kind: 'embedded', effect: 'compile', path: node.path }];
    }
    const inTests = node.testEmbeds.some((pattern) => graph.embeds(pattern, file));
    return inTests ? [{ kind: 'embedded', effect: 'test', path: node.path }] : [];
  });
}

/**
 * A file below `testdata` belongs to the tests of the package beside it (the nearest one above, if there is none) and of all
 * packages below that folder: they reach it as `../testdata`.
 */
function testdataOwners(path: string, graph: PackageGraph): Owner[] {
  const parts = path.split('/');
  const at = parts.indexOf('testdata');
  if (at < 0) return [];
  const beside = parts.slice(0, at).join('/') || '.';
  const above = [beside, ...foldersAbove(beside)].map((dir) => graph.byDir.get(dir)).find((node) => node);
  const below = packagesBelow(graph, beside).filter((node) => node.selectable);
  const owners = [...(above ? [above] : []), ...below];
  return owners.map((node) => ({ kind: 'testdata', effect: 'test', path: node.path }));
}

/** A changed path that is a folder with packages is a submodule that moved: git does not say what changed inside. */
function submoduleOwners(path: string, graph: PackageGraph): Owner[] {
  const here = graph.byDir.get(path);
  const inside = [...(here ? [here] : []), ...packagesBelow(graph, path)];
  return inside.map((node) => ({ kind: 'submodule', effect: 'compile', path: node.path }));
}

/** Files of modules that are not ours but lie in the repository: `vendor/` and folders that `replace` names. */
function foreignOwners(path: string, { graph, modules, replaced, vendors }: Layout): Owner[] {
  const vendored = vendoredName(path, vendors);
  if (vendored !== undefined) return nearestKnown(vendored, graph, 'vendored');
  const target = replaced.find(({ dir }) => path.startsWith(`${dir}/`));
  const own = moduleOfFile(modules, path);
  if (!target || (own && own.dir.length >= target.dir.length)) return [];
  return nearestKnown(`${target.path}/${path.slice(target.dir.length + 1)}`, graph, 'replaced');
}

/** The import-path form of a file below a `vendor` folder in use: `vendor/x.org/y/z.go` -> `x.org/y/z.go`. */
export function vendoredName(path: string, vendors: readonly string[]): string | undefined {
  const root = vendors.find((dir) => path.startsWith(dir === '.' ? 'vendor/' : `${dir}/vendor/`));
  return root === undefined
    ? undefined
    : path.slice(root === '.' ? 'vendor/'.length : root.length + '/vendor/'.length);
}

/** The package whose import path is the longest one above a file of a foreign module. */
function nearestKnown(name: string, graph: PackageGraph, kind: Owner['kind']): Owner[] {
  const path = foldersAbove(name).find((folder) => graph.packages.has(folder) || graph.importers.has(folder));
  return path === undefined ? [] : [{ kind, effect: 'compile', path }];
}

/** The import path of a folder: its module's path and what lies below it. */
export function importPathOf(dir: string, modules: readonly GoModule[]): string | undefined {
  const module = moduleOfFile(modules, `${dir}/x`.replace(/^\.\//, ''));
  if (!module) return undefined;
  const inside = posix.relative(module.dir, dir);
  return inside === '' ? module.path : `${module.path}/${inside}`;
}

/** Folders that `./...` leaves out: testdata, vendor, and names that begin with a dot or an underscore. */
export function isSkipped(dir: string): boolean {
  return (
    dir !== '.' &&
    dir.split('/').some((part) => part === 'testdata' || part === 'vendor' || /^[._]/.test(part))
  );
}

/** Folders that the `ignore` lines of their module's go.mod leave out. */
function isLeftOut(dir: string, modules: readonly GoModule[]): boolean {
  const module = moduleOfFile(modules, `${dir}/x`.replace(/^\.\//, ''));
  return module !== undefined && isIgnored(posix.relative(module.dir, dir), module.goMod.ignore);
}

/** The package of the folder in which a file lies that is no source: its tests, or its generators, may read it. */
export function besideOwners(path: string, { graph }: Layout): Owner[] {
  const node = graph.byDir.get(posix.dirname(path));
  return node?.selectable ? [{ kind: 'beside', effect: 'test', path: node.path }] : [];
}
