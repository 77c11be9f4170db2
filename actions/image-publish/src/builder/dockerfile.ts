import { formatImageName, type ImageName } from '@go-actions/delivery';
import { formatPlatform, type Platform } from '../platform.ts';

export type DockerfileBuild = {
  /** The folder of the commit, with its `Dockerfile`. */
  readonly context: string;
  readonly layout: string;
  readonly platforms: readonly Platform[];
  readonly committed: number;
  readonly version: string;
  readonly revision: string;
  /** The repository beside whose image the layers are kept; without it they are not. */
  readonly cache: ImageName | undefined;
  /** Whether layers may be written there, too. */
  readonly mayWrite: boolean;
};

/** A tag that is no version, and that nobody deploys. */
const CACHE_TAG = 'buildcache';

/**
 * How `docker buildx build` is run: into a layout, without BuildKit's own provenance and SBOM (they become `unknown/unknown`
 * platforms), with file times of the commit.
 */
export function planDockerfileBuild(build: DockerfileBuild): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const cache = build.cache && `type=registry,ref=${formatImageName(build.cache)}:${CACHE_TAG}`;
  return {
    args: [
      'buildx',
      'build',
      `--platform=${build.platforms.map(formatPlatform).join(',')}`,
      `--output=type=oci,tar=false,rewrite-timestamp=true,dest=${build.layout}`,
      '--provenance=false',
      '--sbom=false',
      '--progress=plain',
      `--build-arg=VERSION=${build.version}`,
      `--build-arg=REVISION=${build.revision}`,
      `--build-arg=SOURCE_DATE_EPOCH=${build.committed}`,
      ...(cache ? [`--cache-from=${cache}`] : []),
      ...(cache && build.mayWrite ? [`--cache-to=${cache},mode=max`] : []),
      '--',
      build.context,
    ],
    env: { SOURCE_DATE_EPOCH: String(build.committed), TZ: 'UTC', DOCKER_BUILDKIT: '1' },
  };
}

/** What a failure of docker means for the user; nothing where its own words say it. */
export function explainDockerFailure(stderr: string): string | undefined {
  if (/unknown command: docker buildx|'buildx' is not a docker command/.test(stderr))
    return 'This docker has no buildx. Install it, for example with docker/setup-buildx-action.';
  if (
    /Cannot connect to the Docker daemon|error during connect|permission denied while trying to connect/.test(
      stderr,
    )
  )
    return '`builder: dockerfile` needs a Docker daemon (or a remote builder of buildx), and none answers here.';
  return undefined;
}
