import { isAbsolute, relative } from 'node:path';

/** Which Go builds a release, and where the files of that Go came from. */
export type Toolchain = { readonly version: string; readonly origin: ToolchainOrigin };

/**
 * `module proxy`: fetched for this release and checked against the checksum database, which Go asks for toolchains even under
 * `GOSUMDB=off`. `tool cache`: a complete entry of the runner's, whose sha256 was compared when it was installed. `machine`:
 * whatever the image or an earlier job left.
 */
export type ToolchainOrigin = 'module proxy' | 'tool cache' | 'machine';

export type ToolchainPlaces = {
  /** The module cache of this release alone. */
  readonly modules: string;
  readonly toolCache: string | undefined;
  /** Whether GOROOT has the mark `.complete` of a tool cache entry beside it. */
  readonly isComplete: boolean;
};

/** Judges a GOROOT by where it lies; all paths without links. */
export function describeToolchain(version: string, goroot: string, places: ToolchainPlaces): Toolchain {
  const { modules, toolCache, isComplete } = places;
  if (isBelow(goroot, `${modules}/golang.org`)) return { version, origin: 'module proxy' };
  const isEntry = isComplete && toolCache !== undefined && isBelow(goroot, `${toolCache}/go`);
  return { version, origin: isEntry ? 'tool cache' : 'machine' };
}

/** The sentence about a runner whose disk outlives the job: no check of ours can prove the programs that would do the checking. */
export function doubtRunner({ version, origin }: Toolchain): string {
  const from = {
    'module proxy': 'was fetched and checked by the `go` of this machine',
    'tool cache': 'is in its tool cache',
    machine: 'was installed on it before',
  };
  return `This is no runner of GitHub's: ${version}, which builds this release, ${from[origin]}, where an earlier job may have changed it. Release on a GitHub-hosted runner, or on one that is made anew for each job.`;
}

/** The origin as the page and the log say it. */
export function describeOrigin({ version, origin }: Toolchain): string {
  const from = {
    'module proxy': 'from the module proxy, checked against the checksum database',
    'tool cache': "from the runner's tool cache",
    machine: 'as it was on the machine',
  };
  return `${version}, ${from[origin]}`;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
