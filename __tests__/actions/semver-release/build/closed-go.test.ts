import { describe, expect, it } from 'vitest';
import { closeGo, listIgnoredFlags } from '../../../../actions/semver-release/src/build/closed-go.ts';

describe('closeGo', () => {
  const caches = { build: '/c/build', modules: '/c/mod' };
  it('removes what shapes a build, and keeps what says where sources come from', () => {
    const env = closeGo(caches, false);
    expect(env).toMatchObject({ GOENV: 'off', GOWORK: 'off', GOCACHE: '/c/build', GOMODCACHE: '/c/mod' });
    for (const name of ['GOEXPERIMENT', 'GOROOT', 'GOTOOLDIR', 'GOCACHEPROG', 'GODEBUG', 'CC', 'CGO_CFLAGS'])
      expect(name in env && env[name] === undefined, name).toBe(true);
    for (const name of ['GOPROXY', 'GOSUMDB', 'GOPRIVATE', 'GOTOOLCHAIN', 'GOAUTH', 'PATH'])
      expect(name in env, name).toBe(false);
  });

  it('leaves the C compiler to builds with cgo', () => {
    expect('CC' in closeGo(caches, true)).toBe(false);
  });
});

describe('listIgnoredFlags', () => {
  it.each([
    { goflags: '', want: [] },
    { goflags: '-mod=readonly -buildvcs=false --trimpath -p=4', want: [] },
    { goflags: '-toolexec=/tmp/x -tags=a', want: ['-toolexec=/tmp/x', '-tags=a'] },
    { goflags: '-mod=mod', want: ['-mod=mod'] },
  ])('$goflags: $want', ({ goflags, want }) => {
    expect(listIgnoredFlags(goflags)).toEqual(want);
  });
});
