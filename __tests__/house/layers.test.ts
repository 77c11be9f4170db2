import { describe, expect, it } from 'vitest';
import { parseSource, readSources, type Source } from './source.ts';

const sources = readSources();

/** The room a module lives in: `actions/lint-gate`, `packages/action-kit`, `tools`. */
const room = (path: string): string => (isTools(path) ? 'tools' : path.split('/').slice(0, 2).join('/'));
const isTools = (path: string): boolean => path.startsWith('tools/');
const isAction = (path: string): boolean => path.startsWith('actions/');
const isTooling = (path: string): boolean => /^(packages\/test-kit|tools)\//.test(path);
const isKit = (path: string): boolean => path.startsWith('packages/action-kit/');
/** Rule 3: the modules that may touch the world. */
const isWorldly = (path: string): boolean =>
  isTooling(path) ||
  isEntry(path) ||
  /\/io\//.test(path) ||
  (isAction(path) && /\/src\/(index|inputs|main|post)\.ts$/.test(path));

/** What a package hands out that touches the world: the exports of its io/ modules. */
const worldly = new Map<string, Set<string>>();
for (const source of sources.filter(({ path }) => path.includes('/io/') && !isAction(path))) {
  const name = `@go-actions/${source.path.split('/')[1]}`;
  worldly.set(name, new Set([...(worldly.get(name) ?? []), ...source.exports]));
}

const PURE_NODE = new Set(['node:path', 'node:crypto', 'node:path/posix']);
const PURE_LIBRARIES = new Set(['yaml', 'semver', 'picomatch', 'smol-toml']);
const IMPURE =
  /\bprocess\.(?!ts\b)|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bfetch\(|\bconsole\./;

type Rule = (source: Source) => string[];

const RULES = {
  'a package never imports an action, and actions never import each other': ({ path, imports }) =>
    imports.filter(({ from }) => isAction(from) && room(from) !== room(path)).map(({ from }) => from),
  'a room is entered through its package name, never by a relative path': ({ path, imports }) =>
    imports
      .filter(({ from }) => /^(actions|packages|tools)\//.test(from) && room(from) !== room(path))
      .map(({ from }) => from),
  'action-kit is at the bottom': ({ path, imports }) =>
    isKit(path) ? imports.filter(({ from }) => from.startsWith('@go-actions/')).map(({ from }) => from) : [],
  'test-kit and tools never reach a bundle': ({ path, imports }) =>
    isTooling(path)
      ? []
      : imports
          .filter(({ from }) => /^@go-actions\/(test-kit|tools)(\/|$)/.test(from))
          .map(({ from }) => from),
  'a pure module imports types, pure helpers, node:path and node:crypto at most': ({ path, imports }) =>
    isWorldly(path) || path.endsWith('/src/index.ts')
      ? []
      : imports
          .filter((found) => !found.typeOnly && !isPureImport(found))
          .map(({ from, names }) => `${from} {${names}}`),
  'a pure module asks neither the clock nor the process': ({ path, text }) =>
    isWorldly(path)
      ? []
      : stripComments(text)
          .split('\n')
          .filter((line) => IMPURE.test(line))
          .map((line) => line.trim()),
  'process.env is read in action-kit and inputs.ts only': ({ path, text }) =>
    isKit(path) || isTooling(path) || isEntry(path) || /\/(post-)?inputs\.ts$/.test(path)
      ? []
      : stripComments(text)
          .split('\n')
          .filter((line) => line.includes('process.env'))
          .map((line) => line.trim()),
  "standard output is written by the kit's log alone, which lets no text become a workflow command": ({
    path,
    text,
  }) =>
    path === 'packages/action-kit/src/io/log.ts' || isTooling(path) || isEntry(path)
      ? []
      : stripComments(text)
          .split('\n')
          .filter((line) => /\bprocess\.stdout\.write\(|\bconsole\./.test(line))
          .map((line) => line.trim()),
  'only the entry of an action does something when it is imported': ({ path, effects }) =>
    isEntry(path) ? [] : [...effects],
  'nothing imports from dist/': ({ imports }) =>
    imports
      .filter(({ from }) => /(^|\/)dist\//.test(from) && from.startsWith('dist'))
      .map(({ from }) => from),
  'there is no junk drawer': ({ path }) =>
    /\/(utils?|helpers?|common|misc)(\/|\.ts$)/.test(path) ? [path] : [],
  "a package's index.ts is exports and nothing else": ({ path, text }) =>
    /^packages\/[^/]+\/src\/index\.ts$/.test(path)
      ? stripComments(text)
          .split(';')
          .map((part) => part.trim())
          .filter((part) => part && !part.startsWith('export '))
      : [],
} as const satisfies Record<string, Rule>;

function isPureImport({ from, names }: { from: string; names: readonly string[] }): boolean {
  if (from.startsWith('node:')) return PURE_NODE.has(from);
  if (from.startsWith('@go-actions/')) return names.every((name) => !worldly.get(from)?.has(name));
  if (/^(actions|packages|tools)\//.test(from)) return !isWorldly(from);
  return PURE_LIBRARIES.has(from);
}

/** index.ts of an action, and its further entries, which are named in tools/dist/entries.ts. */
function isEntry(path: string): boolean {
  return (
    /^actions\/[^/]+\/src\/(index|end|credential-helper|[a-z-]*worker)\.ts$/.test(path) ||
    path === 'tools/cli.ts'
  );
}

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

describe('layers', () => {
  it('finds the sources', () => {
    expect(sources.map(({ path }) => path)).toContain('packages/action-kit/src/errors.ts');
  });

  it.each(Object.entries<Rule>(RULES))('%s', (_name, broken) => {
    expect(sources.flatMap((source) => broken(source).map((what) => `${source.path}: ${what}`))).toEqual([]);
  });

  const planted: { rule: keyof typeof RULES; path: string; text: string }[] = [
    {
      rule: 'a package never imports an action, and actions never import each other',
      path: 'actions/a/src/main.ts',
      text: "import { x } from '../../b/src/x.ts';",
    },
    {
      rule: 'action-kit is at the bottom',
      path: 'packages/action-kit/src/x.ts',
      text: "import { parseGoMod } from '@go-actions/go-project';",
    },
    {
      rule: 'test-kit and tools never reach a bundle',
      path: 'actions/a/src/main.ts',
      text: "import { createProject } from '@go-actions/test-kit';",
    },
    {
      rule: 'a pure module imports types, pure helpers, node:path and node:crypto at most',
      path: 'actions/a/src/totals.ts',
      text: "import { readFile } from 'node:fs/promises';",
    },
    {
      rule: 'a pure module imports types, pure helpers, node:path and node:crypto at most',
      path: 'actions/a/src/totals.ts',
      text: "import { run } from '@go-actions/action-kit';",
    },
    {
      rule: 'a pure module imports types, pure helpers, node:path and node:crypto at most',
      path: 'actions/a/src/totals.ts',
      text: "import { readIt } from './io/disk.ts';",
    },
    {
      rule: 'a pure module asks neither the clock nor the process',
      path: 'actions/a/src/totals.ts',
      text: 'export const now = () => Date.now();',
    },
    {
      rule: 'process.env is read in action-kit and inputs.ts only',
      path: 'actions/a/src/main.ts',
      text: 'export const home = process.env.HOME;',
    },
    {
      rule: "standard output is written by the kit's log alone, which lets no text become a workflow command",
      path: 'actions/a/src/io/say.ts',
      text: "const say = () => console.log('::error::x');",
    },
    {
      rule: 'only the entry of an action does something when it is imported',
      path: 'actions/a/src/main.ts',
      text: 'start();',
    },
    { rule: 'there is no junk drawer', path: 'actions/a/src/utils.ts', text: '' },
  ];
  it.each(planted)('notices a planted break: $text in $path', ({ rule, path, text }) => {
    expect(RULES[rule](parseSource(path, text))).not.toEqual([]);
  });
});
