import type { GoVersion } from '@go-actions/go-project';

export type StampFacts = {
  /** Without `v`. */
  readonly version: string;
  /** The module's folder, and whether the root of the repository is a module. */
  readonly dir: string;
  readonly hasRootModule: boolean;
  readonly go: GoVersion;
};

/**
 * The version that Go will stamp into the main module, as far as it can be asked for (measured with 1.23 to 1.27, `npm run prove
 * release stamps`; Go 1.24 release notes; golang/go#72877); else the reason why the version proves nothing.
 */
export function planStamp({
  version,
  dir,
  hasRootModule,
  go,
}: StampFacts):
  | { readonly version: string; readonly reason?: undefined }
  | { readonly version?: undefined; readonly reason: string } {
  const inFolder = dir !== '.';
  const isOlderThan = (minor: number) => go.major === 1 && go.minor < minor;
  if (version.includes('+'))
    return { reason: `Go sees no version in the tag of v${version}, and stamps none.` };
  if (isOlderThan(24)) return { reason: `${go.text} stamps no version into binaries; Go 1.24 and later do.` };
  if (isOlderThan(25) && (inFolder || !/^[01]\./.test(version))) {
    return {
      reason: `${go.text} stamps wrong versions for modules in folders and with /v2; Go 1.25 and later get it right.`,
    };
  }
  if (inFolder && !hasRootModule) {
    return {
      reason: 'Go stamps no version for a module in a folder when the root of the repository has no go.mod.',
    };
  }
  return { version: `v${version}` };
}

/** What `fillFlags` fills in. */
export const PLACEHOLDERS = ['{version}', '{tag}', '{commit}', '{date}'] as const;

/** Linker flags with the plan's values in place of `{version}`, `{tag}`, `{commit}` and `{date}`. */
export function fillFlags(
  ldflags: string,
  plan: {
    readonly version: string;
    readonly tag: string;
    readonly commit: string;
    readonly committed: string;
  },
): string {
  const values: Readonly<Record<string, string>> = {
    version: plan.version,
    tag: plan.tag,
    commit: plan.commit,
    date: plan.committed.replace('.000Z', 'Z'),
  };
  return ldflags.replace(/\{(version|tag|commit|date)\}/g, (whole, name: string) => values[name] ?? whole);
}
