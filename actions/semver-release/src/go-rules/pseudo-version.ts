/** golang.org/x/mod/module.IsPseudoVersion: what Go makes of a commit without a tag, and ignores as a tag. */
const PSEUDO =
  /^v[0-9]+\.(?:0\.0-|[0-9]+\.[0-9]+-(?:[^+]*\.)?0\.)(?<time>[0-9]{14})-(?<revision>[A-Za-z0-9]+)(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

export type PseudoVersion = {
  /** `yyyymmddhhmmss`, in UTC. */
  readonly time: string;
  /** The first twelve digits of the commit. */
  readonly revision: string;
  /** The version of the tag before that commit; `undefined` when there is none. */
  readonly base: string | undefined;
};

export function parsePseudoVersion(version: string): PseudoVersion | undefined {
  const { time, revision } = PSEUDO.exec(version)?.groups ?? {};
  return time === undefined || revision === undefined
    ? undefined
    : { time, revision, base: findBase(version.slice(0, version.indexOf(time))) };
}

/** golang.org/x/mod/module.PseudoVersionBase of what stands before the time: `v1.2.4-0.` follows v1.2.3, `v1.2.4-rc.1.0.` that candidate. */
function findBase(head: string): string | undefined {
  const candidate = /^(.+-.+)\.0\.$/.exec(head)?.[1];
  const [, line, patch] = /^(v[0-9]+\.[0-9]+)\.([0-9]+)-0\.$/.exec(head) ?? [];
  return candidate ?? (line === undefined ? undefined : `${line}.${Number(patch) - 1}`);
}

/** What `go mod tidy` writes for a module that only a `replace` leads to: the zero of times and revisions. */
export function isPlaceholder(version: string): boolean {
  const pseudo = parsePseudoVersion(version);
  return pseudo !== undefined && (/^0*$/.test(pseudo.revision) || pseudo.time.startsWith('0001'));
}
