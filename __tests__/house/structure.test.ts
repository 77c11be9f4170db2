import { existsSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { inRoot } from '@go-actions/tools';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parseSource, readSources, type Source } from './source.ts';

const sources = readSources().filter(({ path }) => !path.startsWith('tools/'));

/** `actions/lint-gate`, `packages/action-kit`. */
const room = (path: string): string => path.split('/').slice(0, 2).join('/');
const isAction = (path: string): boolean => path.startsWith('actions/');
const isTestKit = (path: string): boolean => path.startsWith('packages/test-kit/');
const isIndex = (path: string): boolean => /\/(index|inputs|main|post|end|outputs|state)\.ts$/.test(path);
const isWorldly = (path: string): boolean => path.includes('/io/');

/** Pure modules that only tests of others reach so far; the list can only shrink. */
const WITHOUT_A_TEST_OF_ITS_OWN: readonly string[] = ['actions/oidc-registry-login/src/credential-helper.ts'];

/** A rule about the whole tree: what breaks it, in words. */
const RULES = {
  'no module imports itself by way of others, types included': (all: readonly Source[]): string[] =>
    findCircles(all),

  'no two files of one action have the same name': (all: readonly Source[]): string[] =>
    groups(
      all.filter(({ path }) => isAction(path) && !isIndex(path)),
      ({ path }) => `${room(path)} ${basename(path)}`,
    ).map((same) => same.map(({ path }) => path).join(', ')),

  'an exported type has one meaning in an action, and is no type of a package': (
    all: readonly Source[],
  ): string[] => {
    const types = all
      .filter(({ path }) => !isTestKit(path))
      .flatMap((source) => exportedTypes(source).map((name) => ({ name, path: source.path })));
    const shared = new Set(types.filter(({ path }) => path.startsWith('packages/')).map(({ name }) => name));
    const own = types.filter(({ path }) => isAction(path));
    return [
      ...groups(own, ({ name, path }) => `${room(path)} ${name}`).map(
        (same) => `${same[0]?.name}: ${same.map(({ path }) => path).join(', ')}`,
      ),
      ...own
        .filter(({ name }) => shared.has(name))
        .map(({ name, path }) => `${path}: ${name} is a package's`),
    ];
  },

  'a pure module has a test at its path, or the folder that it is a row of has one': (
    all: readonly Source[],
  ): string[] =>
    all
      .filter(lacksTest)
      .map(({ path }) => path)
      .filter((path) => !WITHOUT_A_TEST_OF_ITS_OWN.includes(path)),

  'post works from its state: it reaches no inputs.ts': (all: readonly Source[]): string[] =>
    all
      .filter(({ path }) => /^actions\/[^/]+\/src\/post\.ts$/.test(path))
      .filter(({ path }) => reachable(path, all).some((found) => found.endsWith('/src/inputs.ts')))
      .map(({ path }) => path),

  'a module outside of io/ keeps nothing between two calls': (all: readonly Source[]): string[] =>
    all.filter(({ path }) => !isWorldly(path) && !isTestKit(path)).flatMap(mutableState),
} as const;

function lacksTest({ path, text }: Source): boolean {
  if (isWorldly(path) || isIndex(path) || isTestKit(path) || !hasLogic(path, text)) return false;
  return !testsOf(path).some((test) => existsSync(inRoot(test)));
}

/**
 * Where the test of `actions/a/src/b/c.ts` may be: `__tests__/actions/a/b/c.test.ts`, or `b/b.test.ts` beside it, which asks
 * the same of every module of a folder (providers, checks, reports).
 */
function testsOf(path: string): string[] {
  const mirrored = posix.join('__tests__', path.replace('/src/', '/').replace(/\.ts$/, ''));
  const folder = posix.dirname(mirrored);
  const shared = posix.join(folder, posix.basename(folder));
  return [mirrored, shared].flatMap((name) => [`${name}.test.ts`, `${name}.slow.test.ts`]);
}

function groups<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  return [...found.values()].filter((same) => same.length > 1);
}

/** Each circle once, as the chain of its modules. */
function findCircles(all: readonly Source[]): string[] {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const circles = new Map<string, string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const circle = trail.slice(at);
      circles.set([...circle].sort().join(), [...circle, path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const { from } of byPath.get(path)?.imports ?? [])
      if (byPath.has(from)) visit(from, [...trail, path]);
    done.add(path);
  };
  for (const { path } of all) visit(path, []);
  return [...circles.values()];
}

/** What is loaded when a module is, by values: types are gone by then. */
function reachable(start: string, all: readonly Source[]): string[] {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const seen = new Set([start]);
  for (const path of seen)
    for (const { from, typeOnly } of byPath.get(path)?.imports ?? [])
      if (!typeOnly && byPath.has(from)) seen.add(from);
  return [...seen];
}

function exportedTypes({ path, text }: Source): string[] {
  return ts
    .createSourceFile(path, text, ts.ScriptTarget.Latest, true)
    .statements.filter(
      (node) =>
        (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) &&
        node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
    )
    .map((node) => (node as ts.TypeAliasDeclaration).name.text);
}

/** Whether a module has a function or a class of its own: tables of words and types have nothing to be tried. */
function hasLogic(path: string, text: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) found = true;
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** `let` at the top of a module, and buffers or collections that somebody fills there. */
function mutableState({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations
      .filter(({ initializer }) => {
        if ((declarationList.flags & ts.NodeFlags.Const) === 0) return true;
        return initializer !== undefined && isFillable(initializer, file);
      })
      .map((declaration) => `${path}: ${declaration.name.getText(file)}`),
  );
}

/** `new Map()`, `new Uint32Array(64)`, `Buffer.alloc(8)`: made empty, so that something is put in later. */
function isFillable(node: ts.Expression, file: ts.SourceFile): boolean {
  if (ts.isNewExpression(node)) {
    const name = node.expression.getText(file);
    if (/^(Map|Set|WeakMap|WeakSet)$/.test(name)) return (node.arguments ?? []).length === 0;
    return (
      /^[A-Z]\w*Array$|^[A-Z]\w*(Bank|Table|Writer|Scan)$/.test(name) &&
      !/^\[/.test(node.arguments?.[0]?.getText(file) ?? '')
    );
  }
  return ts.isCallExpression(node) && /^Buffer\.alloc/.test(node.expression.getText(file));
}

describe('structure', () => {
  it.each(Object.entries(RULES))('%s', (_name, broken) => {
    expect(broken(sources)).toEqual([]);
  });

  it('lists no module that is gone or has its test by now', () => {
    const lacking = new Set(sources.filter(lacksTest).map(({ path }) => path));
    expect(WITHOUT_A_TEST_OF_ITS_OWN.filter((path) => !lacking.has(path))).toEqual([]);
  });

  const planted: { rule: keyof typeof RULES; files: Record<string, string> }[] = [
    {
      rule: 'no module imports itself by way of others, types included',
      files: {
        'actions/a/src/b.ts': "import type { C } from './c.ts';\nexport type B = C;",
        'actions/a/src/c.ts': "import { b } from './b.ts';\nexport type C = typeof b;",
      },
    },
    {
      rule: 'no two files of one action have the same name',
      files: { 'actions/a/src/b.ts': '', 'actions/a/src/io/b.ts': '' },
    },
    {
      rule: 'an exported type has one meaning in an action, and is no type of a package',
      files: { 'actions/a/src/b.ts': 'export type B = 1;', 'actions/a/src/c.ts': 'export type B = 2;' },
    },
    {
      rule: 'an exported type has one meaning in an action, and is no type of a package',
      files: { 'actions/a/src/b.ts': 'export type B = 1;', 'packages/p/src/c.ts': 'export type B = 2;' },
    },
    {
      rule: 'a pure module has a test at its path, or the folder that it is a row of has one',
      files: { 'actions/a/src/totals.ts': 'export const add = (a: number) => a + 1;' },
    },
    {
      rule: 'post works from its state: it reaches no inputs.ts',
      files: {
        'actions/a/src/post.ts': "import { b } from './b.ts';",
        'actions/a/src/b.ts': "import { readInputs } from './inputs.ts';",
        'actions/a/src/inputs.ts': '',
      },
    },
    {
      rule: 'a module outside of io/ keeps nothing between two calls',
      files: { 'actions/a/src/b.ts': 'let last = 0;' },
    },
    {
      rule: 'a module outside of io/ keeps nothing between two calls',
      files: { 'actions/a/src/b.ts': 'const columns = new Int32Array(64);' },
    },
  ];
  it.each(planted)('notices a planted break of "$rule"', ({ rule, files }) => {
    expect(RULES[rule](Object.entries(files).map(([path, text]) => parseSource(path, text)))).not.toEqual([]);
  });

  it('knows where a test belongs', () => {
    expect(testsOf('actions/a/src/b/c.ts')).toEqual([
      '__tests__/actions/a/b/c.test.ts',
      '__tests__/actions/a/b/c.slow.test.ts',
      '__tests__/actions/a/b/b.test.ts',
      '__tests__/actions/a/b/b.slow.test.ts',
    ]);
  });
});
