/** A go command that builds from the commit alone: nothing of the machine's settings, caches or variables gets in. */
export type GoEnvironment = Readonly<Record<string, string | undefined>>;

/** Variables that change what a build makes of its sources (`go help environment`); a target sets its own afterwards. */
const SHAPING = [
  'GOARCH',
  'GOOS',
  'GOBIN',
  'GOCACHEPROG',
  'GODEBUG',
  'GOEXPERIMENT',
  'GOFIPS140',
  'GOPATH',
  'GOROOT',
  'GOTOOLDIR',
  'GO111MODULE',
  'GO_EXTLINK_ENABLED',
  'GO_LDSO',
  'GCCGO',
  'GCCGOTOOLDIR',
] as const;

/** The C compiler and its flags are part of a build with cgo alone. */
const C_TOOLS = ['AR', 'CC', 'CXX', 'FC', 'PKG_CONFIG'] as const;
const C_FLAGS = ['CGO_CFLAGS', 'CGO_CPPFLAGS', 'CGO_CXXFLAGS', 'CGO_FFLAGS', 'CGO_LDFLAGS'] as const;

/**
 * The environment of every go command of a release. Proxies, checksum database, private modules and GOTOOLCHAIN stay as the
 * job has them: they say where sources come from, and go.sum and the checksum database say whether those are right.
 */
export function closeGo(
  caches: { readonly build: string; readonly modules: string },
  cgo: boolean,
): GoEnvironment {
  const removed = [...SHAPING, ...(cgo ? [] : [...C_TOOLS, ...C_FLAGS])];
  return {
    ...Object.fromEntries(removed.map((name) => [name, undefined])),
    GOENV: 'off',
    // The folders of modules can be removed again.
    GOFLAGS: '-modcacherw',
    GOWORK: 'off',
    GOCACHE: caches.build,
    GOMODCACHE: caches.modules,
  };
}

/** Flags that change where the go command looks or what it prints, and not what it builds. */
const HARMLESS = /^-(mod=(readonly|vendor)|modcacherw|buildvcs(=.*)?|trimpath|v|x|p=\d+)$/;

/** The part of the job's GOFLAGS whose absence a user would miss in a release. */
export function listIgnoredFlags(goflags: string): string[] {
  return goflags.split(/\s+/).filter((flag) => flag !== '' && !HARMLESS.test(flag.replace(/^--/, '-')));
}
