import { posix } from 'node:path';
import { type EmbedMatcher, embedMatcher } from './embed.ts';

/** A package as far as a plan needs it. */
export type PackageNode = {
  readonly path: string;
  /** The folder relative to the repository's root, `.` for the root; `undefined` outside of the repository. */
  readonly dir: string | undefined;
  /** The path of its module; `undefined` in the standard library. */
  readonly module: string | undefined;
  /** A package of our modules that `go list` knows on this platform: one that tests and builds can be told to take. */
  readonly selectable: boolean;
  readonly main: boolean;
  readonly cgo: boolean;
  readonly testFiles: number;
  /** Imports of the package itself under any build constraint. */
  readonly imports: readonly string[];
  /** Imports of its tests, inside and outside of the package. */
  readonly testImports: readonly string[];
  /** `//go:embed` patterns, relative to `dir`. */
  readonly embeds: readonly string[];
  readonly testEmbeds: readonly string[];
  /** Build tags of a package that cannot be selected, one of which it may be waiting for; empty for other platforms. */
  readonly tags: readonly string[];
};

export type PackageGraph = {
  readonly packages: ReadonlyMap<string, PackageNode>;
  readonly byDir: ReadonlyMap<string, PackageNode>;
  /** The folders of `byDir`, sorted: those below a folder lie next to each other. */
  readonly dirs: readonly string[];
  /** Import path (of a package that may no longer exist) -> packages that import it. */
  readonly importers: ReadonlyMap<string, readonly string[]>;
  readonly testImporters: ReadonlyMap<string, readonly string[]>;
  readonly embeds: EmbedMatcher;
};

export function buildGraph(nodes: Iterable<PackageNode>): PackageGraph {
  const packages = new Map<string, PackageNode>();
  const byDir = new Map<string, PackageNode>();
  const importers = new Map<string, string[]>();
  const testImporters = new Map<string, string[]>();
  for (const node of nodes) {
    packages.set(node.path, node);
    if (node.dir !== undefined) byDir.set(node.dir, node);
    for (const path of node.imports) addTo(importers, path, node.path);
    for (const path of node.testImports) addTo(testImporters, path, node.path);
  }
  return {
    packages,
    byDir,
    dirs: [...byDir.keys()].sort(),
    importers,
    testImporters,
    embeds: embedMatcher(),
  };
}

/** Where a change enters the graph: `compile` reaches every importer, `test` only the tests of the package itself. */
export type Seeds = { readonly compile: ReadonlySet<string>; readonly test: ReadonlySet<string> };

/** The packages that a change reaches; the value is the import that carried it, `undefined` where it began. */
export type Reach = {
  /** What has to be compiled again: the changed packages and everything that imports them, directly or not. */
  readonly compiled: ReadonlyMap<string, string | undefined>;
  /** What has to be tested again: that, and packages whose tests import it. */
  readonly tested: ReadonlyMap<string, string | undefined>;
};

/** Breadth first, so that the carrying imports form shortest chains; linear in packages plus imports. */
export function reach(graph: PackageGraph, seeds: Seeds): Reach {
  const compiled = new Map<string, string | undefined>();
  for (const seed of seeds.compile) compiled.set(seed, undefined);
  // A Map's iteration goes on over entries that are added meanwhile.
  for (const path of compiled.keys()) {
    for (const importer of graph.importers.get(path) ?? []) {
      if (!compiled.has(importer)) compiled.set(importer, path);
    }
  }
  const tested = new Map(compiled);
  for (const seed of seeds.test) if (!tested.has(seed)) tested.set(seed, undefined);
  for (const path of compiled.keys()) {
    for (const importer of graph.testImporters.get(path) ?? []) {
      if (!tested.has(importer)) tested.set(importer, path);
    }
  }
  return { compiled, tested };
}

/** The packages that can be selected, sorted by import path. */
export function selectablePackages(graph: PackageGraph): PackageNode[] {
  return [...graph.packages.values()]
    .filter((node) => node.selectable)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The packages in folders below `dir`, without the one in it. */
export function packagesBelow({ byDir, dirs }: PackageGraph, dir: string): PackageNode[] {
  if (dir === '.') return [...byDir.values()].filter((node) => node.dir !== '.');
  const prefix = `${dir}/`;
  let [low, high] = [0, dirs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((dirs[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  const found: PackageNode[] = [];
  for (let i = low; dirs[i]?.startsWith(prefix); i++) {
    const node = byDir.get(dirs[i] ?? '');
    if (node) found.push(node);
  }
  return found;
}

/** The chain of imports from a package back to where the change began, the package first. */
export function chainOf(carried: ReadonlyMap<string, string | undefined>, path: string): string[] {
  const chain = [path];
  for (let next = carried.get(path); next !== undefined; next = carried.get(next)) chain.push(next);
  return chain;
}

function addTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** `a/b/c.go` -> `a/b`, `a`, `.` */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let dir = posix.dirname(path); ; dir = posix.dirname(dir)) {
    folders.push(dir);
    if (dir === '.' || dir === '/') return folders;
  }
}
