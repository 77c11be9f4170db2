/**
 * The file name of each main package: the last element of its import path, as `go build` names it (a major version suffix
 * is no name). Mains that would share a name get as many more elements of their paths as it takes: `a/cmd/tool` and
 * `b/cmd/tool` become `a-tool` and `b-tool`.
 */
export function nameBinaries(importPaths: readonly string[]): Map<string, string> {
  const named = new Map<string, string>();
  for (const path of importPaths) {
    const twins = importPaths.filter((other) => other !== path && baseName(other) === baseName(path));
    named.set(path, twins.length === 0 ? baseName(path) : distinctName(path, twins));
  }
  return named;
}

/** The name that `go build -o folder/` gives to the binary of a main package. */
export function baseName(importPath: string): string {
  return elements(importPath).at(-1) ?? 'main';
}

function distinctName(path: string, twins: readonly string[]): string {
  const own = meaningful(path);
  for (let count = 2; count < own.length; count++) {
    const name = own.slice(-count).join('-');
    if (!twins.some((twin) => meaningful(twin).slice(-count).join('-') === name)) return name;
  }
  return elements(path).join('-');
}

function meaningful(path: string): string[] {
  return elements(path).filter((element) => element !== 'cmd');
}

function elements(path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  return parts.length > 1 && /^v[0-9]+$/.test(parts.at(-1) ?? '') ? parts.slice(0, -1) : parts;
}
