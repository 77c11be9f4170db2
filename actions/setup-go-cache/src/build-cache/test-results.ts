/** Whose results `go test` may take as `(cached)`, and why. */
export type Reuse = { readonly reuse: boolean; readonly reason: string };

export type ReuseFacts = {
  readonly wanted: 'auto' | 'true' | 'false';
  readonly eventName: string;
  readonly refType: string;
  readonly refName: string;
  readonly onDefaultBranch: boolean;
  /** Whether another call of the same workflow may have the same scope. */
  readonly shared: boolean;
};

/**
 * With `auto` results of earlier runs count in pull requests and on pushed branches other than the default one. Everywhere
 * else every test runs for real, so that what Go cannot see of a test (processes, networks) is proved again after the merge.
 */
export function judgeReuse({
  wanted,
  eventName,
  refType,
  refName,
  onDefaultBranch,
  shared,
}: ReuseFacts): Reuse {
  if (wanted !== 'auto') return { reuse: wanted === 'true', reason: `\`test-results: ${wanted}\`` };
  if (shared)
    return {
      reuse: false,
      reason: 'this runner does not tell two calls of one workflow apart, and `cache-scope` is not set',
    };
  if (eventName === 'pull_request') return { reuse: true, reason: 'this is a pull request' };
  if (eventName !== 'push')
    return { reuse: false, reason: `this is a run of \`${eventName || 'no event'}\`` };
  if (refType === 'tag') return { reuse: false, reason: 'this is a tag' };
  // A workflow that runs on every push meets the merge queue as a branch, too.
  if (refName.startsWith('gh-readonly-queue/')) return { reuse: false, reason: 'this is the merge queue' };
  return onDefaultBranch
    ? { reuse: false, reason: 'this is the default branch' }
    : { reuse: true, reason: 'this is a branch other than the default one' };
}

/** A module of the checkout: its path (`example.com/app`) and its folder, absolute. */
export type ModuleRoot = { readonly path: string; readonly dir: string };

/** The folder of a package (by import path), absolute; undefined for one of no module of the checkout. */
export function folderOf(modules: readonly ModuleRoot[], importPath: string): string | undefined {
  const module = modules
    .filter(({ path }) => importPath === path || importPath.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return module && module.dir + importPath.slice(module.path.length);
}

/**
 * Whether a package (by import path) is one of `patterns`: import paths, or folders from `base` (absolute), with `./` or without.
 */
export function matchesPackage(
  patterns: readonly string[],
  { base, modules }: { readonly base: string; readonly modules: readonly ModuleRoot[] },
  importPath: string,
): boolean {
  const dir = folderOf(modules, importPath)?.replaceAll('\\', '/');
  return patterns.some(
    (pattern) =>
      toPattern(pattern).test(importPath) ||
      (dir !== undefined && toPattern(joinPath(base.replaceAll('\\', '/'), pattern)).test(dir)),
  );
}

/** Go's package patterns (`go help packages`): `...` is anything, and `x/...` is also `x`. */
function toPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/\/$/, '')
    .split('...')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source.replace(/\/\.\*$/, '(/.*)?')}$`);
}

function joinPath(base: string, relative: string): string {
  const parts = base.replace(/\/$/, '').split('/');
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** The package that a passed test's output names in its last line, `ok  \t<import path>\t…`; undefined for any other text. */
export function readTestedPackage(output: string): string | undefined {
  const last = output.slice(output.lastIndexOf('\n', output.length - 2) + 1);
  return /^ok {2}\t([^\t]+)\t/.exec(last)?.[1];
}
