import { describe, expect, it } from 'vitest';
import {
  explainDockerFailure,
  planDockerfileBuild,
} from '../../../../actions/image-publish/src/builder/dockerfile.ts';

const build = {
  context: '/tmp/source',
  layout: '/tmp/layout',
  platforms: [{ os: 'linux', architecture: 'amd64' }],
  committed: 1_767_225_600,
  version: '1.5.0',
  revision: 'abc',
  cache: { host: 'r.test', path: 'team/app' },
  mayWrite: true,
};

describe('planDockerfileBuild', () => {
  it('stargate/data-api#2554: makes no unknown/unknown platforms, and writes into a layout instead of a registry', () => {
    const { args, env } = planDockerfileBuild(build);
    expect(args).toContain('--provenance=false');
    expect(args).toContain('--sbom=false');
    expect(args).toContain('--output=type=oci,tar=false,rewrite-timestamp=true,dest=/tmp/layout');
    expect(args.join(' ')).not.toContain('--push');
    expect(args.slice(-2)).toEqual(['--', '/tmp/source']);
    expect(env.SOURCE_DATE_EPOCH).toBe('1767225600');
  });
  it('keeps layers beside the image, and writes none in a dry run', () => {
    const cache = 'type=registry,ref=r.test/team/app:buildcache';
    expect(planDockerfileBuild(build).args).toContain(`--cache-to=${cache},mode=max`);
    const dry = planDockerfileBuild({ ...build, mayWrite: false }).args.join(' ');
    expect([dry.includes(`--cache-from=${cache}`), dry.includes('--cache-to')]).toEqual([true, false]);
    expect(planDockerfileBuild({ ...build, cache: undefined }).args.join(' ')).not.toContain('--cache');
  });
});

it('says what is missing', () => {
  expect(explainDockerFailure('docker: unknown command: docker buildx\n')).toMatch(/has no buildx/);
  expect(explainDockerFailure('Cannot connect to the Docker daemon at unix:///var/run/docker.sock.')).toMatch(
    /needs a Docker daemon/,
  );
  expect(explainDockerFailure('ERROR: failed to solve')).toBeUndefined();
});
