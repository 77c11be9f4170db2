import { posix } from 'node:path';
import { type PackageGraph, type PackageNode, reach } from './graph.ts';

/** A line of a Go file that may name files outside of the file's own folder. */
export type SourceLine = { readonly file: string; readonly text: string };

/** What `git grep` looks for: paths that climb, test data, and documentation. */
export const HINTS = ['../', '".."', '`..`', 'testdata', '.md', 'docs'] as const;

/** A folder or file that a test may read while it runs; `climb` is a bare `..`, which names everything in a folder above. */
type Claim = { readonly target: string; readonly climb: boolean };

/**
 * Finds the tests that may read a file when they run, by the paths in their string literals: `"../testdata/x"`,
 * `filepath.Join("..", "docs")`. A test runs in its package's folder, so literals of a test helper (a package that imports
 * `testing`) count from the folder of every package that uses it.
 */
export function readersBy(lines: readonly SourceLine[], graph: PackageGraph): (path: string) => string[] {
  const claims: { path: string; claim: Claim }[] = [];
  const places = placesOf(graph);
  for (const { file, text } of lines) {
    const node = graph.byDir.get(posix.dirname(file));
    if (!node) continue;
    const named = pathsIn(text);
    if (named.length === 0) continue;
    for (const reader of file.endsWith('_test.go') ? [node] : places(node)) {
      for (const path of named) {
        const claim = resolve(reader.dir ?? '.', path);
        if (claim) claims.push({ path: reader.path, claim });
      }
    }
  }
  return (path) => {
    const source = path.endsWith('.go');
    const found = claims.filter(({ claim }) => covers(claim.target, path) && !(source && claim.climb));
    return [...new Set(found.map((one) => one.path))];
  };
}

/** The packages in whose folders the code of a helper runs under test. */
function placesOf(graph: PackageGraph): (node: PackageNode) => PackageNode[] {
  const known = new Map<PackageNode, PackageNode[]>();
  return (node) => {
    let places = known.get(node);
    if (!places) {
      const users = node.imports.includes('testing')
        ? reach(graph, { compile: new Set([node.path]), test: new Set() }).tested
        : new Map();
      places = [...users.keys()]
        .flatMap((path) => graph.packages.get(path) ?? [])
        .filter((user) => user.selectable);
      known.set(node, places);
    }
    return places;
  };
}

const LITERAL = /"((?:[^"\\]|\\.){1,200})"|`([^`]{1,200})`/g;

/** The relative paths that the literals of a line spell; words after a bare `..` are taken as the arguments of one `Join`. */
function pathsIn(text: string): string[] {
  const words = [...text.matchAll(LITERAL)].map((match) => match[1] ?? match[2] ?? '').filter(isPath);
  const climb = words.findIndex((word) => /^(\.\.\/?)+$/.test(word));
  const joined = climb < 0 ? [] : [words.slice(climb).join('/')];
  const single = words.filter(
    (word) => /\.\.\/./.test(word) || /(^|\/)(testdata|docs)(\/|$)|\.md$/.test(word),
  );
  return [...joined, ...single];
}

const isPath = (word: string): boolean => /^[^\s:\\<>"|][^:\\<>"|]*$/.test(word) && !word.startsWith('/');

function resolve(dir: string, path: string): Claim | undefined {
  // From the first pattern or format verb on the name is unknown: the folder in front of it stands for all of it.
  const known = path.split('/');
  const open = known.findIndex((part) => /[%*?{[]/.test(part));
  const literal = (open < 0 ? known : known.slice(0, open)).join('/');
  const target = posix.normalize(posix.join(dir, literal)).replace(/(?<=.)\/$/, '');
  if (target === '..' || target.startsWith('../')) return undefined;
  return { target, climb: /^(\.\.\/?)*$/.test(literal) };
}

function covers(target: string, path: string): boolean {
  return target === '.' || path === target || path.startsWith(`${target}/`);
}
