import { posix } from 'node:path';
import { foldersAbove, type PackageGraph, type PackageNode, reach } from '../graph/graph.ts';
import {
  compilePattern,
  isLiteralLine,
  literalsIn,
  type PathMatcher,
  spellLines,
  spellPaths,
} from './path-patterns.ts';

/** A line of a source file. */
export type SourceLine = { readonly file: string; readonly text: string };

/** Calls that visit the files of a folder, or serve them, and what asks git for them. */
const WALKS = [
  'WalkDir(',
  '.Walk(',
  'DirFS(',
  'Glob(',
  'GlobWalk(',
  'ReadDir(',
  'Readdir(',
  'Readdirnames(',
  '.OpenRoot(',
  '.CopyFS(',
  'ParseDir(',
  'ParseGlob(',
  'fs.Sub(',
  'http.Dir(',
  'ls-files',
  'ls-tree',
  '"grep"',
  './..."',
] as const;
/** What these packages walk are syntax trees and routes: `go/ast`, `github.com/go-chi/chi`. */
const WALKS_NO_FILES = /\b(ast|chi)\.Walk\(/g;
/** How code finds the top of its own module or repository; programs for users do not do that. */
const FINDS_TOP = [
  'runtime.Caller(',
  '"go.mod"',
  '`go.mod`',
  '".git"',
  '"go.work"',
  'show-toplevel',
] as const;
/** What says that files which are walked are read as Go. */
const READS_GO = ['.go"', '.go`', '"go/parser"', '"go/ast"'] as const;
/** What tests do for it besides. */
const CLIMBS = [...FINDS_TOP, 'os.Getwd(', 'Chdir(', 'GITHUB_WORKSPACE'] as const;

/** What `git grep -F` looks for: paths that climb, test data, documentation, and folders that are walked. */
export const HINTS = [
  '../',
  '".."',
  '`..`',
  'testdata',
  '.md',
  'docs',
  ...WALKS,
  ...READS_GO,
  ...CLIMBS,
] as const;

/** Further hints for changed files: their own names and those of all folders above, as a literal would end or go on. */
export function hintsOf(paths: readonly string[]): string[] {
  const folders = new Set(paths.flatMap(foldersAbove).map((path) => posix.basename(path)));
  return [
    ...new Set(paths.flatMap(stemsOf)),
    ...[...folders]
      .filter((name) => name !== '.')
      .flatMap((name) => [`"${name}"`, `"${name}/`, `/${name}"`, `/${name}/`, `\`${name}\``, `/${name}\``]),
  ].filter((hint) => !hint.includes('\n'));
}

/** A name, and its parts as a sum would have them: `"README" + ".md"`. */
function stemsOf(path: string): string[] {
  const { base, name, ext } = posix.parse(path);
  return ext === '' || name === '' ? [base] : [base, `"${name}"`, `"${ext}"`];
}

export type FileReads = {
  /** The packages whose tests may read a file when they run, by paths in their literals and folders that they walk. */
  readonly readersOf: (path: string) => readonly string[];
  /** The packages with a literal that is the end of a path, or the end of a folder above it. */
  readonly namersOf: (path: string) => readonly string[];
};

/** What one package says about files: in its tests, which run in its folder, or in other code, which runs in its users' folders. */
type Claims = {
  readonly node: PackageNode;
  readonly test: boolean;
  readonly paths: Map<string, PathMatcher>;
  readonly names: Set<string>;
  walks: boolean;
  readsGo: boolean;
};

/**
 * Finds the tests that may read a file when they run, by the paths in their string literals (`"../testdata/x"`,
 * `filepath.Join("..", "docs")`) and the folders that they walk. A test runs in its package's folder, so what other code names
 * counts from the folder of every package whose tests use it.
 */
export function findReads(lines: readonly SourceLine[], graph: PackageGraph): FileReads {
  const all = [...gatherClaims(lines, graph).values()];
  const climbing = new Set(
    lines.filter(climbs).map(({ file }) => graph.byDir.get(posix.dirname(file))?.path),
  );
  const canClimb = ({ path, imports, testImports }: PackageNode) =>
    [path, ...imports, ...testImports].some((used) => climbing.has(used));
  const users = findUsers(graph);
  const readersOf = ({ node, test }: Claims) => (test ? [node] : users(node));
  const packagesAbove = (path: string) => foldersAbove(path).flatMap((dir) => graph.byDir.get(dir) ?? []);
  /**
   * What other code names counts from its own folder, too, where it finds that. A folder that is not known, and the current one of
   * a test that may leave it, is one above; where nothing is known at all, not even a name, a test has to be one that may leave it.
   */
  const reads = (
    { node, test }: Claims,
    reader: PackageNode,
    pattern: PathMatcher,
    path: string,
  ): boolean => {
    const own = [reader, ...(!test && climbing.has(node.path) ? [node] : [])].map(({ dir }) => dir ?? '.');
    if (pattern.open && !test && !climbing.has(node.path)) return false;
    if (own.some((dir) => pattern.matches(dir, path, true))) return true;
    const above = canClimb(node) ? test || pattern.open : test && pattern.open && pattern.named;
    if (!above) return false;
    return own.flatMap((dir) => foldersAbove(dir)).some((dir) => pattern.matches(dir, path, false));
  };
  return {
    readersOf: (path) => {
      const found = new Set<string>();
      const source = path.endsWith('.go');
      for (const claims of all) {
        for (const pattern of claims.paths.values()) {
          // A test that leaves its folder for one that is not known may read all sources there; other code names what it means.
          if (source && !pattern.named && !(claims.test && pattern.climbs)) continue;
          if (!pattern.mayMatch(path)) continue;
          for (const reader of readersOf(claims))
            if (reads(claims, reader, pattern, path)) found.add(reader.path);
        }
        // Sources that other code walks are everybody's, unless it says that it looks for them: each test would read each of them.
        if (!claims.walks || (source && !claims.test && !claims.readsGo)) continue;
        const readers = readersOf(claims);
        const above =
          canClimb(claims.node) && (!source || claims.readsGo)
            ? readers
            : packagesAbove(path).filter((node) => readers.includes(node));
        for (const reader of above) found.add(reader.path);
      }
      return [...found];
    },
    namersOf: (path) => {
      const ends = [...endsOf(path)];
      const naming = all.filter(({ names }) => ends.some((end) => names.has(end)));
      return [...new Set(naming.flatMap(readersOf).map((reader) => reader.path))];
    },
  };
}

function gatherClaims(lines: readonly SourceLine[], graph: PackageGraph): Map<string, Claims> {
  const found = new Map<string, Claims>();
  let block: string[] = [];
  for (const [i, { file, text }] of lines.entries()) {
    const node = graph.byDir.get(posix.dirname(file));
    if (!node) continue;
    const test = file.endsWith('_test.go');
    const key = `${test} ${node.path}`;
    const claims = found.get(key) ?? {
      node,
      test,
      paths: new Map(),
      names: new Set(),
      walks: false,
      readsGo: false,
    };
    found.set(key, claims);
    block =
      isLiteralLine(text) && lines[i - 1]?.file === file
        ? [...block, text]
        : isLiteralLine(text)
          ? [text]
          : [];
    const paths = [...spellPaths(text), ...(block.length > 1 ? spellLines(block) : [])];
    for (const path of paths) if (!claims.paths.has(path)) claims.paths.set(path, compilePattern(path));
    for (const word of [...literalsIn(text), ...paths]) {
      // `"/docs"` is a route of a server as likely as a folder; in a test, and with a file's ending, it may be a path.
      if (word.startsWith('/') && !test && !/\.\w+$/.test(word)) continue;
      for (const name of tailOf(word.replace(/^\/+/, ''))) claims.names.add(name);
    }
    claims.readsGo ||= READS_GO.some((word) => text.includes(word));
    const calls = text.replace(WALKS_NO_FILES, '');
    claims.walks ||= WALKS.some((call) => calls.includes(call));
  }
  return found;
}

/** Whether a line looks for the top of the module or the repository, or leaves its folder upwards. */
function climbs({ file, text }: SourceLine): boolean {
  if (!file.endsWith('_test.go')) return FINDS_TOP.some((call) => text.includes(call));
  return CLIMBS.some((call) => text.includes(call)) || /["`]\.\.[/"`]/.test(text);
}

/** The packages in whose folders the code of a package runs under test: its own, and those whose tests reach it. */
export function findUsers(graph: PackageGraph): (node: PackageNode) => PackageNode[] {
  const known = new Map<PackageNode, PackageNode[]>();
  return (node) => {
    const found =
      known.get(node) ??
      [...reach(graph, { compile: new Set([node.path]), test: new Set() }).tested.keys()]
        .flatMap((path) => graph.packages.get(path) ?? [])
        .filter((user) => user.selectable);
    known.set(node, found);
    return found;
  };
}

/** From the first pattern or format verb on a name is unknown: the folder in front of it stands for all of it. */
function knownPart(path: string): string {
  const parts = path.split('/');
  const open = parts.findIndex((part) => /[%*?{[]/.test(part));
  return (open < 0 ? parts : parts.slice(0, open)).join('/');
}

/** What a literal names wherever it is counted from: `../docs/%s.md` names `docs`. */
function tailOf(literal: string): string[] {
  const tail = posix.normalize(knownPart(literal) || '.').replace(/^(\.\.\/)+|\/$/g, '');
  return tail === '.' || tail === '..' || tail === '' ? [] : [tail];
}

/** Every end of a path and of the folders above it: `a/b/c` gives `a/b/c`, `b/c`, `c`, `a/b`, `b`, `a`. */
function* endsOf(path: string): Generator<string> {
  const parts = path.split('/');
  for (let end = parts.length; end > 0; end--)
    for (let start = 0; start < end; start++) yield parts.slice(start, end).join('/');
}
