import type { Version } from '../version/version.ts';
import type { Breach } from './breach.ts';

/** A module path taken apart: `m.test/app/v2` is `m.test/app` and 2, `gopkg.in/yaml.v3` is `gopkg.in/yaml` and 3. */
export type SplitPath = { readonly base: string; readonly major: number | undefined };

const GOPKG = /^(gopkg\.in\/.+)\.v(0|[1-9][0-9]*)(?:-unstable)?$/;
const MAJOR = /^(.+)\/v([0-9.]+)$/;

/** golang.org/x/mod/module.SplitPathVersion; `undefined` for a suffix that Go refuses, such as `/v1`, `/v0`, `/v02` and `/v2.1`. */
export function splitPath(path: string): SplitPath | undefined {
  if (path.startsWith('gopkg.in/')) {
    const [, base, major] = GOPKG.exec(path) ?? [];
    return base === undefined ? undefined : { base, major: Number(major) };
  }
  const [, base, major] = MAJOR.exec(path) ?? [];
  if (base === undefined || major === undefined) return { base: path, major: undefined };
  return /^([2-9]|[1-9][0-9]+)$/.test(major) ? { base, major: Number(major) } : undefined;
}

/** The path without its major version, also where Go refuses that version: for suggestions. */
export function pathWithoutMajor(path: string): string {
  return splitPath(path)?.base ?? path.replace(MAJOR, '$1');
}

/** What golang.org/x/mod/module.CheckPath says against a module path, in one clause; `undefined` when Go takes it. */
export function findPathFault(path: string): string | undefined {
  if (path.startsWith('-')) return 'begins with a dash';
  const elements = path.split('/');
  const [first = ''] = elements;
  if (elements.some((element) => element === '')) return 'has an empty element';
  for (const element of elements) {
    const fault = findElementFault(element, /^[-._~0-9A-Za-z]+$/);
    if (fault !== undefined) return fault;
    if (/~[0-9]+$/.test(element.split('.', 1)[0] ?? ''))
      return `has the element ${element}, which looks like a short name of Windows`;
    if (element.startsWith('.')) return `has the element ${element}, which begins with a dot`;
  }
  if (/[^-.0-9a-z]/.test(first)) return `begins with ${first}, which is not the name of a host`;
  if (!splitPath(path)) {
    if (path.startsWith('gopkg.in/')) return 'needs a version at its end, such as .v1';
    return `ends in ${elements.at(-1)}, which is not a major version: there is none before v2`;
  }
  return first.includes('.') ? undefined : MISSING_DOT;
}

/** Go builds such a module and cannot fetch it. */
export const MISSING_DOT = 'begins with no name of a host: nobody can fetch it';

/** Go's words for a path of Windows that no file may have (x/mod/module.checkElem); `allowed` are the characters of the kind. */
export function findElementFault(element: string, allowed: RegExp): string | undefined {
  if (!allowed.test(element))
    return `has the element ${JSON.stringify(element)}, with characters that Go refuses`;
  if (element.endsWith('.')) return `has the element ${element}, which ends with a dot`;
  const short = element.split('.', 1)[0] ?? '';
  if (/^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i.test(short))
    return `has the element ${element}, which Windows keeps for itself`;
  return undefined;
}

/** A module under a new name leaves its tags to the old one, whose users then get a version that Go refuses. */
export function judgeRename(before: string | undefined, path: string, version: Version): Breach[] {
  if (before === undefined || pathWithoutMajor(before) === pathWithoutMajor(path)) return [];
  const text = `v${version.major}.${version.minor}.${version.patch}`;
  return [
    {
      rule: 'new name',
      found: `The module was called ${before}, and is ${path} now: \`go get ${before}@latest\` finds ${text} and refuses it`,
      remedy:
        'Tell the users of the old name, such as by a last version with a `// Deprecated:` comment above `module`.',
    },
  ];
}

/** golang.org/x/mod/module.CheckPathMajor, and the form of the path itself. */
export function judgePath(version: Version, path: string): Breach[] {
  const fault = findPathFault(path);
  const plain = pathWithoutMajor(path);
  const isGopkg = path.startsWith('gopkg.in/');
  const suffix = isGopkg ? `.v${version.major}` : version.major >= 2 ? `/v${version.major}` : '';
  const wanted = plain + suffix;
  if (fault !== undefined && fault !== MISSING_DOT) {
    return [
      {
        rule: 'path form',
        found: `go.mod says \`module ${path}\`, and that path ${fault}`,
        remedy: `Use a path such as ${wanted}.`,
      },
    ];
  }
  const major = splitPath(path)?.major;
  if (major === undefined ? version.major <= 1 : major === version.major) return [];
  const text = `v${version.major}.${version.minor}.${version.patch}`;
  return [
    {
      rule: 'path suffix',
      found: `go.mod says \`module ${path}\`, and ${text} is another major version: Go would not find it`,
      remedy: `Release v${major ?? 1}.x.y, or change the module path to ${wanted} (and the imports with it).`,
    },
  ];
}
