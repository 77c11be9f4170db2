import type { GoMod } from '@go-actions/go-project';

/**
 * Whether a module's exported API can differ at all between two commits: only where a source that is compiled changed, or
 * what go.mod makes of its imports. Internal packages count, as exported names may be aliases of theirs.
 */
export function canChangeApi(changed: readonly string[], before: GoMod, after: GoMod): boolean {
  const compiled = changed.some(
    (path) =>
      /\.(go|s|c|h)$/.test(path) && !/_test\.go$/.test(path) && !/(^|\/)(testdata|[._][^/]*)\//.test(path),
  );
  return compiled || resolutionOf(before) !== resolutionOf(after);
}

function resolutionOf({ go, require, replace, exclude }: GoMod): string {
  return JSON.stringify([go, require, replace, exclude]);
}
