import { posix } from 'node:path';
import type { PackageGraph, PackageNode, Reach } from '../graph/graph.ts';
import { findUsers, type SourceLine } from './claims.ts';
import { literalsIn } from './path-patterns.ts';
import { findBuilt, nameProgramsOf, PROGRAM_HINTS, startsItself } from './programs.ts';

/**
 * A package whose tests depend on packages that they do not import: they start the go command, load packages, or start a program
 * that is built from them; `any` when unknown which.
 */
export type GoRun = { readonly tests: string; readonly targets: ReadonlySet<string> | 'any' };

/** How code asks Go for packages at run time. */
const LOADS = [
  'packages.Load(',
  'gexec.Build',
  'build.Import',
  'build.Default.Import',
  '.ImportDir(',
  'loader.Config',
  'importer.For',
  'importer.Default(',
  'plugin.Open(',
  'FromDockerfile',
  'BuildAndRun',
  'NewDockerCompose',
  'NewLocalDockerCompose',
  'ImageBuild(',
  'BuildImage(',
] as const;
const STARTS = /\b(?:Command|CommandContext|LookPath|StartProcess)\(.*?["`]go["`]/;
/** A test may call it through a helper of its own, or from a table; or write the whole command as one text. */
const NAMES_GO = /(?:^|[(,{])\s*["`]go["`]\s*,|["`]go (?:build|run|install|test|list|generate|vet|tool) /;
const WHOLE = ['build', 'run', 'install', 'test', 'list', 'generate', 'vet', 'tool'];

/** What `git grep -F` looks for; a program's import path in quotes is one, too, since nobody imports a program. */
export const hintsOfGoRuns = (graph: PackageGraph): string[] => [
  '"go"',
  '`go`',
  ...WHOLE.flatMap((command) => [`"go ${command} `, `\`go ${command} `]),
  ...LOADS,
  ...SCRIPT_RUNNERS,
  ...PROGRAM_HINTS,
  ...programsOf(graph).map((path) => `"${path}"`),
];

/** Finds such tests, by the calls in their sources and in the code that they use, and by literals that name a program. */
export function findGoRuns(lines: readonly SourceLine[], graph: PackageGraph): GoRun[] {
  const programs = new Set(programsOf(graph));
  const names = nameProgramsOf(graph);
  const users = findUsers(graph);
  const itself = new Set(lines.filter(({ text }) => startsItself(text)).map(({ file }) => file));
  return lines.flatMap(({ file, text }) => {
    const node = graph.byDir.get(posix.dirname(file));
    if (!node) return [];
    const test = file.endsWith('_test.go');
    const readers = (test ? [node] : users(node)).map(({ path }) => path);
    const runs = (targets: GoRun['targets']) => readers.map((tests) => ({ tests, targets }));
    // What other code starts is its users' business, unless only tests use it.
    const built = test || isHelper(node, graph) ? findBuilt(text, names, itself.has(file)) : [];
    const started = built.flatMap((targets) => (targets === undefined ? [] : runs(targets)));
    const literals = literalsIn(text);
    const starts =
      LOADS.some((call) => text.includes(call)) || STARTS.test(text) || (test && NAMES_GO.test(text));
    const named = starts
      ? targetsOf(literals, graph)
      : new Set(literals.filter((word) => programs.has(word)));
    if (!starts && named.size === 0) return started;
    return [...started, ...runs(named.size > 0 ? named : 'any')];
  });
}

/** What runs the scripts of test data: testscript and its like, or a shell that a test starts. */
const SCRIPT_RUNNERS = ['testscript.', 'scripttest.', 'script.Engine', 'exec.Command'] as const;

/** Tests whose scripts (files of the `testdata` beside them) start the go command. */
export function findScriptRuns(
  scripts: readonly SourceLine[],
  lines: readonly SourceLine[],
  graph: PackageGraph,
): GoRun[] {
  const running = new Set(
    lines
      .filter(
        ({ file, text }) => file.endsWith('_test.go') && SCRIPT_RUNNERS.some((call) => text.includes(call)),
      )
      .map(({ file }) => posix.dirname(file)),
  );
  return scripts.flatMap(({ file, text }) => {
    const dir = file.startsWith('testdata/') ? '.' : file.slice(0, file.indexOf('/testdata/'));
    const node = running.has(dir) ? graph.byDir.get(dir) : undefined;
    if (!node) return [];
    const targets = targetsOf([text], graph);
    return [{ tests: node.path, targets: targets.size > 0 ? targets : 'any' }];
  });
}

/** A package that nothing but tests imports. */
const isHelper = ({ path, main }: PackageNode, { importers, testImporters }: PackageGraph): boolean =>
  !main && !importers.has(path) && testImporters.has(path);

/** What a change reaches through such tests, besides what imports carry. */
export function followGoRuns(reached: Reach, runs: readonly GoRun[]): Reach {
  const tested = new Map(reached.tested);
  for (const { tests, targets } of runs) {
    if (tested.has(tests)) continue;
    const [carrier] =
      targets === 'any' ? reached.tested.keys() : [...targets].filter((path) => reached.compiled.has(path));
    if (carrier !== undefined) tested.set(tests, carrier);
  }
  return { ...reached, tested };
}

const programsOf = ({ packages }: PackageGraph): string[] =>
  [...packages.values()].filter(({ main, dir }) => main && dir !== undefined).map(({ path }) => path);

/** The packages that literals name by import path or folder; none when one of them is a pattern or the folder itself. */
export function targetsOf(literals: readonly string[], graph: PackageGraph): Set<string> {
  const words = literals
    .flatMap((literal) => literal.split(' '))
    .filter((word) => word.includes('/') || /^\.+$/.test(word));
  if (words.some((word) => word.includes('...') || /^[./]+$/.test(word))) return new Set();
  return new Set(
    words.flatMap((word) => {
      const tail = posix.normalize(word).replace(/^(\.\.\/)+|\/$/g, '');
      const inFolders = graph.dirs.filter((dir) => dir === tail || dir.endsWith(`/${tail}`));
      return [
        ...(graph.packages.has(word) ? [word] : []),
        ...inFolders.flatMap((dir) => graph.byDir.get(dir)?.path ?? []),
      ];
    }),
  );
}
