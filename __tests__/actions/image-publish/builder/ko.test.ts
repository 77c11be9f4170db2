import { expect, it } from 'vitest';
import { NOT_SHAPED_BY_JOB, planKoBuild } from '../../../../actions/image-publish/src/builder/ko.ts';

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
    caches: { GOCACHE: '/temp/build', GOMODCACHE: '/temp/mod' },
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
    GOCACHE: '/temp/build',
    GOMODCACHE: '/temp/mod',
    GOENV: 'off',
    GOFLAGS: '-buildvcs=true -modcacherw',
  });
});

it.each([
  'KO_GO_PATH',
  'KOCACHE',
  'GOAMD64',
  'GOEXPERIMENT',
  'CGO_ENABLED',
  'GOFLAGS',
  'GOENV',
  'GOCACHEPROG',
])('what is built is not shaped by the variable %s of the job', (name) =>
  expect(NOT_SHAPED_BY_JOB.test(name)).toBe(false),
);

it.each([
  'GOPROXY',
  'GOPRIVATE',
  'GOTOOLCHAIN',
  'GOSUMDB',
  'GOAUTH',
  'GOROOT',
  'DOCKER_CONFIG',
  'HOME',
  'PATH',
])('where things come from stays as the job has it: %s', (name) =>
  expect(NOT_SHAPED_BY_JOB.test(name)).toBe(true),
);
