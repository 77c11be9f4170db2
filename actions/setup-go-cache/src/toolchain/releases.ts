/** One archive of a Go release, as the download index describes it (go.dev/dl/?mode=json). */
export type ReleaseArchive = { readonly filename: string; readonly sha256: string; readonly size: number };

/** Version name (`go1.26.8`) -> its archive for the asked platform. */
export type ReleaseIndex = ReadonlyMap<string, ReleaseArchive>;

/** Reads the JSON of the download index for one platform; entries of an unknown shape are left out. Throws when it is no list. */
export function parseReleaseIndex(json: unknown, goos: string, goarch: string): ReleaseIndex {
  if (!Array.isArray(json)) throw new Error('expected a JSON list of Go releases');
  const index = new Map<string, ReleaseArchive>();
  for (const release of json as { version?: unknown; files?: unknown }[]) {
    if (typeof release?.version !== 'string' || !Array.isArray(release.files)) continue;
    const archive = (release.files as Record<string, unknown>[]).find(
      ({ os, arch, kind }) => kind === 'archive' && os === goos && arch === goarch,
    );
    const { filename, sha256, size } = archive ?? {};
    const plain = typeof filename === 'string' && /^go[\w.-]+\.(tar\.gz|zip)$/.test(filename);
    if (plain && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)) {
      index.set(release.version, { filename, sha256, size: Number(size) || 0 });
    }
  }
  return index;
}

/** Names of processors: actions/setup-go's `architecture` values -> [Node's name, Go's name]. */
const ARCHITECTURES: Readonly<Record<string, readonly [string, string]>> = {
  x64: ['x64', 'amd64'],
  amd64: ['x64', 'amd64'],
  x86: ['x86', '386'],
  ia32: ['x86', '386'],
  '386': ['x86', '386'],
  arm64: ['arm64', 'arm64'],
  aarch64: ['arm64', 'arm64'],
  arm: ['arm', 'armv6l'],
  armv6l: ['arm', 'armv6l'],
  ppc64le: ['ppc64le', 'ppc64le'],
  s390x: ['s390x', 's390x'],
  riscv64: ['riscv64', 'riscv64'],
  loong64: ['loong64', 'loong64'],
};

export type Architecture = { readonly toolCache: string; readonly go: string };

/** Throws `expected …` for a processor that Go has no archive for. */
export function parseArchitecture(text: string): Architecture {
  const names = ARCHITECTURES[text.toLowerCase()];
  if (!names) throw new Error(`expected one of ${Object.keys(ARCHITECTURES).join(', ')}`);
  return { toolCache: names[0], go: names[1] };
}

/** Go's name of a Node platform. */
export function goos(platform: string): string {
  return { win32: 'windows', sunos: 'solaris' }[platform] ?? platform;
}
