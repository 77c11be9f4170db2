/**
 * The file name of each main package, unlike any other one even where letters have no case: Go's own name for it where that
 * is free. Mains that would share a name get as many more elements of their paths as it takes (`a/cmd/tool` and `b/cmd/tool`
 * become `a-tool` and `b-tool`); the program among examples and helpers, or at the root of its own commands, keeps its name.
 */
export function nameBinaries(importPaths: readonly string[]): Map<string, string> {
  const named = new Map<string, string>();
  const taken = new Set<string>();
  const take = (path: string, candidates: Iterable<string>) => {
    for (const name of candidates) {
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      named.set(path, name);
      return;
    }
  };
  const groups = [...Map.groupBy(importPaths, (path) => baseName(path).toLowerCase()).values()];
  for (const group of groups) {
    const owner = ownerOfName(group);
    if (owner !== undefined) take(owner, [baseName(owner)]);
  }
  for (const group of groups) {
    for (const path of group) if (!named.has(path)) take(path, longerNames(path, group));
  }
  return new Map(importPaths.map((path) => [path, named.get(path) ?? baseName(path)]));
}

/**
 * The name that `go build` gives to the binary of a main package: the last element of its import path, or the one before
 * when that is a major version from 2 on (cmd/go/internal/load, DefaultExecName and isVersionElement).
 */
export function baseName(importPath: string): string {
  const parts = elements(importPath);
  const isVersion = parts.length > 1 && /^v([2-9]|[1-9][0-9]+)$/.test(parts.at(-1) ?? '');
  return parts.at(isVersion ? -2 : -1) ?? 'main';
}

/** Whether what is at an import path or in a folder goes with a program, such as an example or a developer's tool. */
export function isHelper(path: string): boolean {
  return elements(path).some((part) => HELPERS.test(part));
}

/** Folders for what goes with a program and is none of the releases' programs itself. */
const HELPERS = /^_?(examples?|samples?|demos?|testdata|tests?|hack|internal|scripts?|tools?)$/i;

function ownerOfName(group: readonly string[]): string | undefined {
  if (group.length === 1) return group[0];
  const programs = group.filter(
    (path) =>
      !elements(path)
        .slice(0, -1)
        .some((part) => HELPERS.test(part)),
  );
  if (programs.length === 1) return programs[0];
  return programs.find((path) => programs.every((other) => other === path || other.startsWith(`${path}/`)));
}

function* longerNames(path: string, group: readonly string[]): Generator<string> {
  const own = meaningful(path);
  const twins = group.filter((other) => other !== path).map(meaningful);
  for (let count = 2; count < own.length; count++) {
    const name = own.slice(-count).join('-');
    if (!twins.some((twin) => twin.slice(-count).join('-').toLowerCase() === name.toLowerCase())) yield name;
  }
  const whole = elements(path).join('-');
  yield whole;
  for (let count = 2; ; count++) yield `${whole}-${count}`;
}

function meaningful(path: string): string[] {
  return elements(path).filter((element) => element !== 'cmd');
}

function elements(path: string): string[] {
  return path.split('/').filter(Boolean);
}
