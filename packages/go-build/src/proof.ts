import { formatTarget, type Target, variantSetting } from '@go-actions/go-project';
import type { BuildInfo } from './build-info.ts';
import type { Executable } from './executable/needs.ts';

/** What a binary has to prove; what is left out is not asked. */
export type Expectation = {
  readonly target: Target;
  /** Nothing but the operating system's own interface is needed to start it. */
  readonly static: boolean;
  readonly cgo: boolean;
  /** The main module's version, for example `v1.5.0`. */
  readonly version?: string;
  /** The commit that it was built from; asked together with an unmodified work tree. */
  readonly revision?: string;
  /** Built with `-trimpath` and with none of the flags that change what a compiler makes of the source (`-race`, `-gcflags`, …). */
  readonly plainFlags?: boolean;
};

export type Evidence = {
  readonly executable: Executable | undefined;
  readonly buildInfo: BuildInfo | undefined;
};

/**
 * The system interface of each GOOS that a Go binary cannot do without, cgo or not: there the kernel's calls are no stable
 * interface, and Go's runtime goes through these libraries (Go 1.11 and 1.12 release notes for darwin, 1.16 for openbsd);
 * Android starts programs through its own loader only.
 * "Static" means: no library beyond this list. On Linux and the other BSDs the list is empty and no loader may be named.
 */
const SYSTEM_LIBRARIES: Readonly<Record<string, RegExp>> = {
  darwin:
    /^(\/usr\/lib\/(libSystem\.B|libresolv\.9|libobjc\.A)\.dylib|\/System\/Library\/Frameworks\/[^/]+\.framework\/.+)$/,
  ios: /^(\/usr\/lib\/(libSystem\.B|libresolv\.9|libobjc\.A)\.dylib|\/System\/Library\/Frameworks\/[^/]+\.framework\/.+)$/,
  windows:
    /^(kernel32|advapi32|bcryptprimitives|ntdll|ws2_32|winmm|user32|secur32|iphlpapi|crypt32|userenv|powrprof)\.dll$/i,
  android: /^lib(c|dl|log|m)\.so$/,
  openbsd: /^lib(c|pthread)\.so(\.[0-9]+)*$/,
  solaris: /^lib(c|socket|nsl|sendfile)\.so(\.[0-9]+)*$/,
  illumos: /^lib(c|socket|nsl|sendfile)\.so(\.[0-9]+)*$/,
};

/** What the evidence does not bear out, one sentence each; empty when the binary is what was planned. */
export function judgeBinary({ executable, buildInfo }: Evidence, expectation: Expectation): string[] {
  const { target } = expectation;
  if (!executable)
    return [
      `its format is not one that can be read (ELF, Mach-O, PE, WebAssembly), so nothing about ${formatTarget(target)} is proved`,
    ];
  const linkage = expectation.static ? judgeLinkage(executable, target.goos) : [];
  if (executable.format === 'WebAssembly') return linkage; // Go's linker writes no readable build info into wasm
  if (!buildInfo) return [...linkage, 'it holds no Go build info'];
  return [
    ...linkage,
    ...judgeSettings(buildInfo, expectation),
    ...(expectation.plainFlags ? judgeFlags(buildInfo) : []),
    ...judgeStamp(buildInfo, expectation),
  ];
}

function judgeLinkage({ interpreter, libraries }: Executable, goos: string): string[] {
  const allowed = SYSTEM_LIBRARIES[goos];
  const foreign = libraries.filter((library) => !allowed?.test(library));
  if (foreign.length > 0) return [`it is dynamically linked: it needs ${foreign.join(', ')}`];
  return interpreter && !allowed ? [`it is dynamically linked: it names the loader ${interpreter}`] : [];
}

function judgeSettings({ settings }: BuildInfo, { target, cgo }: Expectation): string[] {
  const variant = variantSetting(target);
  const wanted: [string, string][] = [
    ['GOOS', target.goos],
    ['GOARCH', target.goarch],
    ['CGO_ENABLED', cgo ? '1' : '0'],
    ...(variant ? [[variant.variable, variant.value] as [string, string]] : []),
  ];
  return wanted
    .filter(([name, value]) => settings[name] !== value)
    .map(([name, value]) => `it was built with ${name}=${settings[name] ?? ''}, not ${value}`);
}

/** Go records every flag of a build that changes its result, beside the platform's variables. */
const PLAIN_FLAGS = /^-(buildmode|compiler|trimpath|tags|ldflags)$/;

function judgeFlags({ settings }: BuildInfo): string[] {
  const foreign = Object.keys(settings).filter(
    (name) => (name.startsWith('-') && !PLAIN_FLAGS.test(name)) || name === 'GOEXPERIMENT',
  );
  return [
    ...(settings['-trimpath'] === 'true' ? [] : ['it was built without -trimpath']),
    ...foreign.map((name) => `it was built with ${name}=${settings[name]}, which no release has`),
  ];
}

function judgeStamp({ main, settings }: BuildInfo, { version, revision }: Expectation): string[] {
  const problems: string[] = [];
  if (version !== undefined && main?.version !== version) {
    problems.push(`its version is ${main?.version || 'not stamped'}, not ${version}`);
  }
  if (revision !== undefined) {
    const stamped = settings['vcs.revision'];
    if (stamped !== revision)
      problems.push(`its vcs.revision is ${stamped ?? 'not stamped'}, not ${revision}`);
    if (stamped && settings['vcs.modified'] !== 'false')
      problems.push('it was built from a modified work tree (vcs.modified=true)');
  }
  return problems;
}
