import { posix } from 'node:path';
import type { GoMod } from '@go-actions/go-project';

/**
 * Whether a module's exported API can differ at all between two commits: only where a source that is compiled changed, or
 * what go.mod makes of its imports, or where the module ends. `changed` are relative to the repository, `inner` the folders of
 * other modules below this one. Internal packages count, as exported names may be aliases of theirs.
 */
export function canChangeApi(
  changed: readonly string[],
  { dir, inner }: { readonly dir: string; readonly inner: readonly string[] },
  before: GoMod,
  after: GoMod,
): boolean {
  const own = posix.join(dir, 'go.mod');
  const compiled = changed.some((path) =>
    posix.basename(path) === 'go.mod'
      ? path !== own
      : /\.(go|s|c|h)$/.test(path) &&
        !/_test\.go$/.test(path) &&
        !/(^|\/)(testdata|[._][^/]*)\//.test(path) &&
        !inner.some((folder) => path.startsWith(`${folder}/`)),
  );
  return compiled || resolutionOf(before) !== resolutionOf(after);
}

function resolutionOf({ go, require, replace, exclude }: GoMod): string {
  return JSON.stringify([go, require, replace, exclude]);
}
