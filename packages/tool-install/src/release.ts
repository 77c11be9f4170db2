/** Where a tool's own release archives are, and how they are named. */
export type ReleaseSource = {
  /** The folder of one release, without a trailing slash. */
  readonly folder: string;
  readonly archive: string;
  /** The file that lists the archives' sha256 sums, in the same folder. */
  readonly checksums: string;
  /** The program's path inside the archive. */
  readonly member: string;
  /** The archive's sha256 where we know it from elsewhere; else the listing is asked. */
  readonly sha256?: string | undefined;
};

const OS = { linux: 'linux', darwin: 'darwin', win32: 'windows' } as const;
const ARCH = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'armv6',
  ia32: '386',
  s390x: 's390x',
  ppc64: 'ppc64le',
} as const;

/**
 * golangci-lint's release files (its `.goreleaser.yml`); `undefined` where there is none for this platform.
 * `server` is `https://github.com` also on GitHub Enterprise: releases are not mirrored there.
 */
export function golangciRelease(
  version: string,
  platform: { os: string; arch: string },
  server: string,
): ReleaseSource | undefined {
  const os = Object.entries(OS).find(([node]) => node === platform.os)?.[1];
  const arch = Object.entries(ARCH).find(([node]) => node === platform.arch)?.[1];
  if (!os || !arch) return undefined;
  const name = `golangci-lint-${version.replace(/^v/, '')}-${os}-${arch}`;
  return {
    folder: `${server}/golangci/golangci-lint/releases/download/${version}`,
    archive: `${name}.${os === 'windows' ? 'zip' : 'tar.gz'}`,
    checksums: `golangci-lint-${version.replace(/^v/, '')}-checksums.txt`,
    member: `${name}/golangci-lint${os === 'windows' ? '.exe' : ''}`,
  };
}
