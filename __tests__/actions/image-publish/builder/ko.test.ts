import { expect, it } from 'vitest';
import { planKoBuild } from '../../../../actions/image-publish/src/builder/ko.ts';

it('runs ko without pushing, into a relative layout, in UTC, at the time of the commit', () => {
  const { args, env } = planKoBuild({
    importPath: '-x',
    platforms: [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm', variant: 'v7' },
    ],
    base: 'r.test/base:v1@sha256:00',
    layout: '../layout',
    committed: 1_767_225_600,
    repository: 'r.test/team/app',
  });
  expect(args).toEqual([
    'build',
    '--push=false',
    '--bare',
    '--sbom=none',
    '--platform=linux/amd64,linux/arm/v7',
    '--oci-layout-path=../layout',
    '--',
    '-x',
  ]);
  expect(env).toMatchObject({
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: '1767225600',
    KOCACHE: undefined,
    GOFLAGS: '-buildvcs=true',
  });
});
