/** golang.org/x/mod/module.IsPseudoVersion: what Go makes of a commit without a tag, and ignores as a tag. */
const PSEUDO =
  /^v[0-9]+\.(?:0\.0-|[0-9]+\.[0-9]+-(?:[^+]*\.)?0\.)(?<time>[0-9]{14})-(?<revision>[A-Za-z0-9]+)(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

export type PseudoVersion = {
  /** `yyyymmddhhmmss`, in UTC. */
  readonly time: string;
  /** The first twelve digits of the commit. */
  readonly revision: string;
};

export function parsePseudoVersion(version: string): PseudoVersion | undefined {
  const { time, revision } = PSEUDO.exec(version)?.groups ?? {};
  return time === undefined || revision === undefined ? undefined : { time, revision };
}

/** What `go mod tidy` writes for a module that only a `replace` leads to: the zero of times and revisions. */
export function isPlaceholder(version: string): boolean {
  const pseudo = parsePseudoVersion(version);
  return pseudo !== undefined && (/^0*$/.test(pseudo.revision) || pseudo.time.startsWith('0001'));
}
