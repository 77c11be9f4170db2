import { createHash } from 'node:crypto';

/** Part of every key and of the service's `version` field: a change of the pack format makes old entries invisible. */
export const FORMAT = 2;

/** Tells our entries from those of other tools, and of other formats. */
export const ENTRY_FORMAT = `pack ${FORMAT}`;

/** Where to look, and how the name of a new entry begins: keys are immutable, so each gets an end of its own. */
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

/** What a build cache belongs to, beside the platform. */
export type BuildScope = {
  readonly goVersion: string;
  readonly objects: Objects;
  /** A digest of the files that compilers read without Go's knowledge; entries of other such files must never be restored. */
  readonly native: string;
  readonly scope: string;
};

/** The build cache of one job; a job without one starts from any other job's of the same Go and the same native files. */
export function buildKeys(platform: Platform, { goVersion, objects, native, scope }: BuildScope): Keys {
  const shared = `${platformPrefix(platform, objects)}${slug(goVersion)}-${slug(native || 'go')}-`;
  const prefix = `${shared}${digest(scope)}-`;
  return { prefix, restore: [prefix, shared] };
}

/** Every build cache of this platform, whatever its Go: asked only to explain a miss. */
export function platformPrefix({ os, arch, image }: Platform, objects: Objects): string {
  return `go-build-${FORMAT}-${objects}-${slug(os)}-${slug(arch)}-${slug(image)}-`;
}

/** The Go version and the digest of native files inside a build key that starts with `prefix`. */
export function readBuildKey(key: string, prefix: string): { goVersion: string; native: string } | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [goVersion = '', native = ''] = key.slice(prefix.length).split('-');
  return { goVersion, native: native === 'go' ? '' : native };
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

export type ScopeFacts = {
  readonly workflow: string;
  /** ACTIONS_ORCHESTRATION_ID, since runner 2.331. */
  readonly orchestration: string | undefined;
  /** The runtime token, whose `orch_id` claim says the same. */
  readonly token: string;
};

export type Scope = {
  readonly name: string;
  /** Whether it is known to be that of one job: another call of the same workflow has another one. */
  readonly certain: boolean;
};

/**
 * The scope of a job. A reusable workflow that is called twice has the same workflow, job and matrix twice; only the runner's id
 * of the job tells its calls apart, which is one of its own for each job of a run (`<id of the run>.<job>.<leg>`; actions/runner#4178,
 * DataDog/datadog-ci#2276). So a scope that begins with the workflow, as the default of `cache-scope` does, ends with what
 * follows the run; any other is taken as it was written.
 */
export function chooseScope(written: string, { workflow, orchestration, token }: ScopeFacts): Scope {
  if (workflow === '' || !written.startsWith(`${workflow} / `)) return { name: written, certain: true };
  const [, ...job] = (orchestration ?? readOrchestrationId(token) ?? '').split('.');
  return job.length > 0
    ? { name: `${written} / ${job.join('.')}`, certain: true }
    : { name: written, certain: false };
}

function readOrchestrationId(token: string): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      orch_id?: unknown;
    };
    return typeof claims.orch_id === 'string' ? claims.orch_id : undefined;
  } catch {
    return undefined; // GHES and act have tokens of other shapes
  }
}
