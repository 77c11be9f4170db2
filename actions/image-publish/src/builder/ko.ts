import { formatPlatform, type Platform } from '../platform.ts';

export type KoBuild = {
  readonly importPath: string;
  readonly platforms: readonly Platform[];
  /** With a digest: what it stands for cannot move. */
  readonly base: string;
  /** The folder of the layout, relative to the module's. */
  readonly layout: string;
  readonly committed: number;
  /** For `KO_DOCKER_REPO`; nothing is pushed. */
  readonly repository: string;
  /** `GOCACHE` and `GOMODCACHE`, which nothing but this job has written. */
  readonly caches: Readonly<Record<string, string>>;
};

/** Variables of the job that would change what is built: the same commit gives the same image wherever it is built. */
export const NOT_SHAPED_BY_JOB =
  /^(?!KO_|KOCACHE$|CGO_|GCCGO|GO(386|AMD64|ARM|ARM64|LOONG64|MIPS|MIPS64|PPC64|RISCV64|WASM|ARCH|OS|BIN|CACHEPROG|DEBUG|EXPERIMENT|FIPS140|PATH|TOOLDIR|111MODULE|FLAGS|ENV|_EXTLINK_ENABLED|_LDSO|_GCFLAGS|_LDFLAGS)$)/;

/**
 * How ko is run. TZ is set because it decides the digest; SOURCE_DATE_EPOCH and KO_DATA_DATE_EPOCH date the files; ko's own
 * cache is not used, nor are Go's usual ones. The layout is a relative path: ko reads it as a repository's name, and refuses upper case in it.
 */
export function planKoBuild(build: KoBuild): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
} {
  const { importPath, platforms, base, layout, committed, repository, caches } = build;
  return {
    args: [
      'build',
      '--push=false',
      '--bare',
      '--sbom=none',
      `--platform=${platforms.map(formatPlatform).join(',')}`,
      `--oci-layout-path=${layout}`,
      '--',
      importPath,
    ],
    env: {
      KO_DOCKER_REPO: repository,
      KO_DEFAULTBASEIMAGE: base,
      KO_DATA_DATE_EPOCH: String(committed),
      SOURCE_DATE_EPOCH: String(committed),
      TZ: 'UTC',
      GOENV: 'off',
      GOFLAGS: '-buildvcs=true -modcacherw',
      ...caches,
    },
  };
}
