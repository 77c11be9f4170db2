import { ActionError } from '@go-actions/action-kit';

export type GoVersion = { readonly text: string; readonly major: number; readonly minor: number };

const FORM = /^(?:go)?(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta)(\d+))?(?:[ -].*)?$/;

/** Parses `go1.26.8`, `1.26`, `1.27rc1` or `go1.26.8-custom`; `text` keeps what was given. Throws `expected …`. */
export function parseGoVersion(text: string): GoVersion {
  const [major, minor] = order(text);
  return { text, major, minor };
}

/**
 * Negative when `a` is older than `b`, 0 when equal. Go's order (`go/version`): the language version `1.26` comes before
 * its release candidates, and those before `1.26.0`.
 */
export function compareGoVersions(a: GoVersion, b: GoVersion): number {
  const left = order(a.text);
  const right = order(b.text);
  return left.map((part, i) => part - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** `go list -json=FIELDS` is of 1.19; before 1.16 the go command did not even tell its version. */
const OLDEST = parseGoVersion('1.19');

/** Parses GOVERSION of `go env`. Throws an ActionError for a Go that is too old for what is asked of it. */
export function parseSupportedGo(text = ''): GoVersion {
  const version = text === '' ? undefined : parseGoVersion(text);
  if (version && compareGoVersions(version, OLDEST) >= 0) return version;
  throw new ActionError(
    `${version ? text.replace(/^go/, 'Go ') : 'Go'} is too old here: ${OLDEST.text} is needed.`,
    {
      remedy:
        'Install a newer one, such as `go-version: stable` of setup-go-cache: the `go` line of go.mod names the oldest Go that will do, and every newer one builds the module as before.',
    },
  );
}

/** Major, minor, stage (language < beta < rc < release), then the patch or the number of the stage. */
function order(text: string): [number, number, number, number] {
  const match = FORM.exec(text);
  if (!match)
    throw new Error(`expected a Go version such as "1.26.8" or "go1.26.8", found ${JSON.stringify(text)}`);
  const [, major, minor, patch, stage, number] = match;
  if (stage) return [Number(major), Number(minor), stage === 'beta' ? 1 : 2, Number(number)];
  // Before Go 1.21 the first release of a minor was `1.20`, not `1.20.0`.
  const released = patch !== undefined || Number(minor) < 21;
  return [Number(major), Number(minor), released ? 3 : 0, Number(patch ?? 0)];
}
