import { type GoModule, moduleOfFile } from '@go-actions/go-project';
import { type Check, sortChecks } from '../checks.ts';
import type { Facts } from '../facts.ts';
import { besideOwners, type Layout, type Owner, ownersOf, vendoredName } from '../graph/ownership.ts';
import { quoted } from '../quoted.ts';
import { isNamedBy } from '../reads/generators.ts';
import type { Glob } from './globs.ts';
import { documentationGlob, layoutRules, matchRules, type Rule } from './rules.ts';

/** What one changed path asks for, and the rule or package that says so. */
export type Judgement =
  | { readonly path: string; readonly asks: 'everything'; readonly why: string }
  | { readonly path: string; readonly asks: 'nothing'; readonly why: string }
  | OrderedChecks;

type OrderedChecks = {
  readonly path: string;
  readonly asks: 'checks';
  readonly why: string;
  readonly checks: readonly Check[];
  /** Where the change enters the import graph; without any, checks that take packages take all of them. */
  readonly compile: readonly string[];
  readonly test: readonly string[];
};

/** go.mod and go.sum, with their folder. */
export const MODULE_FILE = /^(?:(.*)\/)?go\.(?:mod|sum)$/;

/** Judges one changed path, in this order: `always`, ownership, rules, documentation; what is left asks for everything. */
export function judgePath(path: string, facts: Facts): Judgement {
  const { layout, policy } = facts;
  const everyName = [path, ...facts.aliases(path)];
  const names = everyName.flatMap((name) => namesOf(name, policy.prefix, moduleOfFile(layout.modules, name)));
  if (policy.workflow !== undefined && everyName.includes(policy.workflow))
    return { path, asks: 'everything', why: 'it is the workflow that runs this' };
  const always = policy.always.find((glob) => names.some(glob.matches));
  if (always) return { path, asks: 'everything', why: `\`always\` lists ${quoted(always.text)}` };

  const linked = everyName.slice(1).find((name) => MODULE_FILE.test(name));
  if (linked) return { path, asks: 'everything', why: `${quoted(linked)} is a link to it` };
  const moduleFile = MODULE_FILE.exec(path);
  const owned = moduleFile ? judgeModuleFile(path, moduleFile[1] ?? '.', facts) : judgeOwned(path, facts);
  const rules = matchRules(names, policy.rules);
  if (owned?.asks === 'everything') return owned;
  if (owned?.asks === 'checks') {
    const adding = [...layoutRules(names, policy.rules), ...rules].filter((rule) => rule.checks.length > 0);
    const why = adding.length > 0 ? `${owned.why}, and ${describeRules(adding)}` : owned.why;
    const checks = [...owned.checks, ...adding.flatMap((rule) => rule.checks), ...checksBeside(owned, facts)];
    return { ...owned, why, checks: sortChecks(checks) };
  }
  if (rules.length > 0) {
    const why = describeRules(rules);
    const checks = sortChecks(rules.flatMap((rule) => rule.checks));
    if (checks.length === 0) return { path, asks: 'nothing', why };
    return { path, asks: 'checks', why, checks, compile: [], test: [] };
  }
  if (owned) return owned;
  // With the go.mod of a folder its packages come and go.
  const documentation = moduleFile ? undefined : documentationGlob(names);
  if (documentation) return judgeDocument(path, everyName, documentation, facts);
  return { path, asks: 'everything', why: 'no package owns it, and nothing in `rules` names it' };
}

/** A document asks for the tests that read it, and for the generators that name it. */
function judgeDocument(path: string, names: readonly string[], { text }: Glob, facts: Facts): Judgement {
  const owned = judgementOf(path, documentOwners(names, facts));
  const generator = facts.generators.find((line) => names.some((name) => isNamedBy(line, name)));
  if (!generator) {
    const why = `documentation (${quoted(text)}), and no package embeds or reads it`;
    return owned ?? { path, asks: 'nothing', why };
  }
  if (owned?.asks === 'checks') return { ...owned, checks: sortChecks([...owned.checks, 'generate']) };
  const why = `named by a \`//go:generate\` line of ${quoted(generator.file)}`;
  return owned ?? { path, asks: 'checks', why, checks: ['generate'], compile: [], test: [] };
}

/**
 * What a package has besides its unit tests. Generators read templates and schemas, whatever package owns them, and write what says
 * that it is generated; contract and end-to-end tests lie in the packages to which the file belongs.
 */
function checksBeside({ path, compile, test }: OrderedChecks, facts: Facts): Check[] {
  const { generators, generated, kinds, layout } = facts;
  const dirs = [...compile, ...test].flatMap((owner) => layout.graph.packages.get(owner)?.dir ?? []);
  const ofGenerators = generators.length > 0 && (!path.endsWith('.go') || generated.has(path));
  return [...(ofGenerators ? (['generate'] as const) : []), ...dirs.flatMap((dir) => kinds.get(dir) ?? [])];
}

function describeRules(rules: readonly Rule[]): string {
  return `rule ${rules.map((rule) => quoted(rule.glob.text)).join(', ')}`;
}

/** A file is matched by its name from the repository's root, from the working directory and from its module's folder. */
function namesOf(path: string, prefix: string, module: GoModule | undefined): string[] {
  const within = (dir: string) =>
    dir !== '.' && path.startsWith(`${dir}/`) ? [path.slice(dir.length + 1)] : [];
  return [...new Set([path, ...within(prefix), ...within(module?.dir ?? '.')])];
}

/** What is known to belong to packages goes to them and to the tests that read it. */
function judgeOwned(path: string, facts: Facts): Judgement | undefined {
  const names = [path, ...facts.aliases(path)];
  const owners = names.flatMap((name) => [...ownersOf(name, facts.layout), ...facts.includersOf(name)]);
  if (owners.length === 0) return judgeVendored(path, facts);
  return judgementOf(path, [...owners, ...readingOwners(names, facts)]);
}

function readingOwners(names: readonly string[], { reads }: Facts): Owner[] {
  return names.flatMap(reads.readersOf).map((path) => ({ kind: 'read', effect: 'test', path }));
}

/** What a document may mean to tests: it lies beside Go files, a Go file names it, or a test reads or walks a folder above it. */
function documentOwners(names: readonly string[], facts: Facts): Owner[] {
  const named = names.flatMap(facts.reads.namersOf);
  return [
    ...names.flatMap((name) => besideOwners(name, facts.layout)),
    ...readingOwners(names, facts),
    ...named.map((path): Owner => ({ kind: 'named', effect: 'test', path })),
  ];
}

function judgementOf(path: string, owners: readonly Owner[]): Judgement | undefined {
  const [first] = owners;
  if (!first) return undefined;
  if (owners.some((owner) => owner.kind === 'submodule')) {
    return {
      path,
      asks: 'everything',
      why: 'it is a folder of packages that moved as a whole (a submodule)',
    };
  }
  const packages = new Set(owners.map((owner) => owner.path));
  const more = packages.size > 1 ? ` and ${packages.size - 1} more` : '';
  return {
    path,
    asks: 'checks',
    why: `${KIND[first.kind]} ${quoted(first.path)}${more}`,
    checks: ['lint', 'unit'],
    compile: owners.filter((owner) => owner.effect === 'compile').map((owner) => owner.path),
    test: owners.filter((owner) => owner.effect === 'test').map((owner) => owner.path),
  };
}

/** A vendored file that no known package has is harmless when go.mod says that its module changed: that line decides. */
function judgeVendored(path: string, { layout, moduleChanges }: Facts): Judgement | undefined {
  const name = vendoredName(path, layout.vendors);
  if (name === undefined) return undefined;
  const covered = [...moduleChanges.values()].some(
    (change) => change.everything !== undefined || name === 'modules.txt' || isInModule(name, change.modules),
  );
  return covered ? { path, asks: 'nothing', why: 'it follows the change of go.mod' } : undefined;
}

const KIND = {
  source: 'package',
  embedded: 'embedded by',
  testdata: 'test data of',
  header: 'included by C code of',
  included: 'included by',
  beside: 'beside the Go files of',
  named: 'named by',
  vendored: 'vendored package',
  replaced: 'replacement of',
  submodule: 'package',
  read: 'read by tests of',
} as const;

/**
 * go.mod and go.sum reach the packages that import a module whose version changed. Those of a module that is none of ours
 * are files of a test when they lie below `testdata`; anywhere else nothing is known about them.
 */
function judgeModuleFile(path: string, dir: string, facts: Facts): Judgement | undefined {
  const { layout, moduleChanges } = facts;
  const change = moduleChanges.get(dir);
  if (!change) {
    return judgementOf(
      path,
      ownersOf(path, layout).filter((owner) => owner.kind === 'testdata' || owner.kind === 'embedded'),
    );
  }
  if (change.everything !== undefined) return { path, asks: 'everything', why: change.everything };
  // Some tests read it as a file, to find the top of the module or to look at its lines.
  const readers = judgementOf(path, [
    ...ownersOf(path, layout).filter((owner) => owner.kind === 'embedded'),
    ...documentOwners([path], facts).filter((owner) => owner.kind !== 'beside'),
  ]);
  const read = readers?.asks === 'checks' ? readers : { compile: [], test: [] };
  // The modules themselves, too: a test that starts the go command may build what nobody imports.
  const compile = [
    ...new Set([...change.modules, ...externalSeeds(change.modules, layout), ...read.compile]),
  ];
  const names = [...change.modules].slice(0, 3).map(quoted);
  const more = change.modules.size > 3 ? ` and ${change.modules.size - 3} more` : '';
  return {
    path,
    asks: 'checks',
    why: names.length > 0 ? `versions of ${names.join(', ')}${more}` : 'no version changed',
    checks: [
      'lint',
      ...(compile.length + read.test.length > 0 ? (['unit'] as const) : []),
      ...(change.tools ? (['generate'] as const) : []),
    ],
    compile,
    test: read.test,
  };
}

/** The packages of changed modules: those in the graph, and import paths that only other platforms reach. */
function externalSeeds(modules: ReadonlySet<string>, { graph }: Layout): Set<string> {
  const known = [...graph.packages.values()].filter(
    (node) => node.module !== undefined && modules.has(node.module),
  );
  const imported = [...graph.importers.keys(), ...graph.testImporters.keys()].filter(
    (path) => !graph.packages.has(path) && isInModule(path, modules),
  );
  return new Set([...known.map((node) => node.path), ...imported]);
}

function isInModule(importPath: string, modules: ReadonlySet<string>): boolean {
  for (let end = importPath.length; end > 0; end = importPath.lastIndexOf('/', end - 1)) {
    if (modules.has(importPath.slice(0, end))) return true;
  }
  return false;
}
