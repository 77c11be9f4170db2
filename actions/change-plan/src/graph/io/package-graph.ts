import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { type GoModule, type GoPackage, isScript, moduleOfImport, parseTags } from '@go-actions/go-project';
import { parseGoHeader } from '../go-header.ts';
import { buildGraph, type PackageGraph, type PackageNode } from '../graph.ts';
import { importPathOf, isSkipped } from '../ownership.ts';

export type GraphPlace = {
  /** The repository's root, absolute. */
  readonly root: string;
  /** Our modules and those of the workspace beside them, with folders relative to `root`. */
  readonly modules: readonly GoModule[];
  /** Whether packages of a module can be selected: it lies in the working directory. */
  readonly isOwn: (module: GoModule) => boolean;
  /** What git tracks, relative to `root`. */
  readonly files: readonly string[];
};

/** Past this a Go file is no Go file, and the plan is better off without it. */
const SOURCE_LIMIT = 16 * 1024 * 1024;

/** A package that does not load: what it imports is not known. */
export type BrokenPackage = { readonly path: string; readonly why: string };

/**
 * The import graph of our modules over all build constraints: what `go list` sees, plus the heads of the files that it leaves
 * out; and the packages of which it does not say everything.
 */
export async function readGraph(
  listed: readonly GoPackage[],
  place: GraphPlace,
): Promise<{ graph: PackageGraph; broken: readonly BrokenPackage[] }> {
  const nodes = new Map<string, PackageNode>();
  const broken = listed.flatMap(problemsOf);
  for (const pkg of listed) {
    const node = await describe(pkg, place);
    const known = nodes.get(node.path);
    nodes.set(node.path, known ? merge(known, node) : node);
  }
  await addHidden(nodes, place);
  return { graph: buildGraph(nodes.values()), broken };
}

function problemsOf({
  ImportPath: path,
  DepOnly,
  Error: own,
  DepsErrors,
  Incomplete,
}: GoPackage): BrokenPackage[] {
  const problem = own ?? DepsErrors?.[0];
  if (DepOnly || !(problem || Incomplete)) return [];
  const why = problem?.Err.trim().split('\n')[0]?.slice(0, 300) ?? 'it is incomplete';
  return [{ path, why }];
}

async function describe(pkg: GoPackage, { root, modules, isOwn }: GraphPlace): Promise<PackageNode> {
  const module = pkg.Standard ? undefined : moduleOfImport(modules, pkg.ImportPath);
  const ours = module && (pkg.Module === undefined || pkg.Module.Path === module.path);
  const dir = ours ? posix.join(module.dir, pkg.ImportPath.slice(module.path.length + 1)) : undefined;
  const ignored = dir === undefined ? [] : (pkg.IgnoredGoFiles ?? []);
  const heads = await readHeads(
    root,
    ignored.map((name) => posix.join(dir ?? '', name)),
  );
  return {
    path: pkg.ImportPath,
    dir,
    module: pkg.Module?.Path,
    selectable: !pkg.DepOnly && dir !== undefined && module !== undefined && isOwn(module),
    main: pkg.Name === 'main',
    // Without a C compiler here `go list` ignores cgo files; the tests may have one.
    cgo: (pkg.CgoFiles ?? []).length > 0 || heads.imports.includes('C'),
    testFiles: (pkg.TestGoFiles ?? []).length + (pkg.XTestGoFiles ?? []).length,
    imports: [...(pkg.Imports ?? []), ...heads.imports],
    testImports: [...(pkg.TestImports ?? []), ...(pkg.XTestImports ?? []), ...heads.testImports],
    embeds: [...(pkg.EmbedPatterns ?? []), ...heads.embeds],
    testEmbeds: [...(pkg.TestEmbedPatterns ?? []), ...(pkg.XTestEmbedPatterns ?? []), ...heads.testEmbeds],
    tags: [],
  };
}

/** The same package seen from two modules or platforms: it has everything that either one saw. */
function merge(a: PackageNode, b: PackageNode): PackageNode {
  const both = (key: 'imports' | 'testImports' | 'embeds' | 'testEmbeds') => [
    ...new Set([...a[key], ...b[key]]),
  ];
  const [own, other] = a.selectable ? [a, b] : [b, a];
  return {
    ...own,
    dir: own.dir ?? other.dir,
    cgo: a.cgo || b.cgo,
    imports: both('imports'),
    testImports: both('testImports'),
    embeds: both('embeds'),
    testEmbeds: both('testEmbeds'),
  };
}

/**
 * Adds packages that `./...` does not match here: all of their files belong to other platforms or tags, or they lie below
 * `testdata` and are imported by name. They carry a change on, but cannot be selected.
 */
async function addHidden(
  nodes: Map<string, PackageNode>,
  { root, modules, files }: GraphPlace,
): Promise<void> {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    if (!file.endsWith('.go')) continue;
    const dir = posix.dirname(file);
    const names = folders.get(dir);
    if (names) names.push(file);
    else folders.set(dir, [file]);
  }
  const known = new Set([...nodes.values()].map((node) => node.dir));
  const unseen = new Map<string, { dir: string; files: string[] }>();
  for (const [dir, names] of folders) {
    const path = known.has(dir) ? undefined : importPathOf(dir, modules);
    if (path !== undefined) unseen.set(path, { dir, files: names });
  }
  const wanted = [...unseen].filter(([, { dir }]) => !isSkipped(dir)).map(([path]) => path);
  const imported = (node: PackageNode) =>
    [...node.imports, ...node.testImports].filter((path) => unseen.has(path));
  for (const node of nodes.values()) wanted.push(...imported(node));
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    const place = unseen.get(path);
    unseen.delete(path);
    if (!place) continue;
    const heads = await readHeads(root, place.files);
    const module = moduleOfImport(modules, path)?.path;
    const hidden = {
      path,
      dir: place.dir,
      module,
      selectable: false,
      main: false,
      cgo: heads.imports.includes('C'),
      testFiles: 0,
      ...heads,
    };
    nodes.set(path, hidden);
    wanted.push(...imported(hidden));
  }
}

type Heads = Pick<PackageNode, 'imports' | 'testImports' | 'embeds' | 'testEmbeds' | 'tags'>;

async function readHeads(root: string, files: readonly string[]): Promise<Heads> {
  const heads = {
    imports: [] as string[],
    testImports: [] as string[],
    embeds: [] as string[],
    testEmbeds: [] as string[],
    tags: [] as string[],
  };
  for (const file of files) {
    const source = await readSource(join(root, file));
    if (source === undefined || isScript(source)) continue;
    const { imports, embeds } = parseGoHeader(source);
    heads.tags.push(...parseTags(source).filter((tag) => !heads.tags.includes(tag)));
    const test = file.endsWith('_test.go');
    (test ? heads.testImports : heads.imports).push(...imports);
    (test ? heads.testEmbeds : heads.embeds).push(...embeds);
  }
  return heads;
}

async function readSource(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return undefined; // a folder or device called x.go: the go command skips it too
    if (stats.size > SOURCE_LIMIT) throw new ActionError(`${path} is larger than ${SOURCE_LIMIT} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // tracked, but deleted or a dangling link
    throw error;
  }
}
