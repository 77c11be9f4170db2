import { createHash } from 'node:crypto';

/** Part of every key and of the service's `version` field: a change of the pack format makes old entries invisible. */
export const FORMAT = 1;

/** Tells our entries from those of other tools, and of other formats. */
export const ENTRY_FORMAT = `pack ${FORMAT}`;

/** Where to look and under which name to save; `unique` ends the name of a new entry, since keys are immutable. */
export type Keys = {
  readonly prefix: string;
  /** Prefixes in the order of preference; the newest entry of the first that has any is restored. */
  readonly restore: readonly string[];
};

export type Platform = {
  readonly os: string;
  readonly arch: string;
  /** C libraries are not part of Go's cache keys (`go help cache`), so the runner image is part of ours. */
  readonly image: string;
};

/** What of the compiled packages an entry holds; `export-only` entries are never restored where something links. */
export type Objects = 'full' | 'export-only';

/** The build cache of one job; a job without one starts from any other job's of the same Go. */
export function buildKeys(platform: Platform, goVersion: string, objects: Objects, scope: string): Keys {
  const shared = `${platformPrefix(platform, objects)}${slug(goVersion)}-`;
  const prefix = `${shared}${digest(scope)}-`;
  return { prefix, restore: [prefix, shared] };
}

/** Every build cache of this platform, whatever its Go: asked only to explain a miss. */
export function platformPrefix({ os, arch, image }: Platform, objects: Objects): string {
  return `go-build-${FORMAT}-${objects}-${slug(os)}-${slug(arch)}-${slug(image)}-`;
}

/** The Go version inside a build key that starts with `prefix`. */
export function goVersionOfKey(key: string, prefix: string): string | undefined {
  return key.startsWith(prefix) ? key.slice(prefix.length).split('-')[0] : undefined;
}

/** Module sources are the same on every platform; `sums` is the text of all go.sum files. */
export function moduleKeys(sums: string): Keys {
  const shared = `go-modules-${FORMAT}-`;
  const prefix = `${shared}${digest(sums)}-`;
  return { prefix, restore: [prefix, shared] };
}

/** Keys must not hold commas, and stay far below the 512 characters that the service takes. */
function slug(text: string): string {
  return text.replace(/[^\w.]+/g, '_').slice(0, 60);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
