import type { Breach } from '../go-rules/breach.ts';

/** What a module mirror says about a version; it never forgets one that it has seen (go.dev/ref/mod#module-proxy). */
export type MirrorFact =
  | { readonly state: 'free' }
  /** It has the version of this commit. */
  | { readonly state: 'published' }
  | { readonly state: 'conflict'; readonly breach: Breach }
  | { readonly state: 'unknown'; readonly reason: string };

/** Upper case is written `!x` in the addresses of mirrors (go.dev/ref/mod#goproxy-protocol). */
export function escapeModule(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

/** The first address in GOPROXY, if it is asked over HTTP and holds no password (it gets into a file); else `undefined`. */
export function chooseMirror(goproxy: string): string | undefined {
  const [first = ''] = goproxy
    .split(/[,|]/)
    .map((entry) => entry.trim())
    .filter(Boolean);
  return /^https?:\/\/[^/@]+(\/|$)/.test(first) ? first.replace(/\/+$/, '') : undefined;
}

/** golang.org/x/mod/module.MatchPrefixPatterns: whether a list such as GOPRIVATE names the module or a folder above it. */
export function matchesPrivate(patterns: string, path: string): boolean {
  return patterns
    .split(',')
    .map((pattern) => pattern.trim().replace(/\/+$/, ''))
    .filter(Boolean)
    .some((pattern) => {
      const count = pattern.split('/').length;
      const prefix = path.split('/').slice(0, count);
      return (
        prefix.length === count &&
        pattern.split('/').every((part, at) => toPattern(part).test(prefix[at] ?? ''))
      );
    });
}

/** Judges `.info` of a version that the mirror lists; `Origin` is there when the mirror fetched it from git itself. */
export function judgeMirror(name: string, commit: string, info: unknown): MirrorFact {
  const hash = (info as { Origin?: { Hash?: unknown } } | undefined)?.Origin?.Hash;
  if (typeof hash !== 'string')
    return { state: 'unknown', reason: `The module mirror has ${name} and does not say of which commit.` };
  if (hash === commit) return { state: 'published' };
  return {
    state: 'conflict',
    breach: {
      rule: 'published version',
      found: `the module mirror has ${name} of the commit ${hash.slice(0, 12)}, and keeps it for ever`,
      remedy: 'Release the next version: nobody who asks for this one would get your commit.',
    },
  };
}

/** path.Match of Go for one element. */
function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${source}$`);
}
