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
};

/**
 * How ko is run. TZ is set because it decides the digest; SOURCE_DATE_EPOCH and KO_DATA_DATE_EPOCH date the files; ko's own
 * cache is not used. The layout is a relative path: ko reads it as a repository's name, and refuses upper case in it.
 */
export function planKoBuild(build: KoBuild): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
} {
  const { importPath, platforms, base, layout, committed, repository } = build;
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
      GOFLAGS: '-buildvcs=true',
      GOOS: undefined,
      GOARCH: undefined,
      KOCACHE: undefined,
      KO_CONFIG_PATH: undefined,
    },
  };
}
