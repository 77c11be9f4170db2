import { formatImageName, isDigest, isTag, parseImageName, replaceRegistry } from '@go-actions/delivery';
import { describe, expect, it } from 'vitest';

describe('parseImageName', () => {
  const cases = [
    { name: 'a registry and a path', input: 'ghcr.io/team/app', want: { host: 'ghcr.io', path: 'team/app' } },
    { name: 'a port', input: 'localhost:5000/app', want: { host: 'localhost:5000', path: 'app' } },
    { name: 'separators', input: 'r.test/a__b/c-d.e', want: { host: 'r.test', path: 'a__b/c-d.e' } },
    {
      name: 'loopback may speak HTTP',
      input: '127.0.0.1:5000/app',
      want: { host: '127.0.0.1:5000', path: 'app' },
    },
    {
      name: 'docker/build-push-action#37, actions/starter-workflows#430: upper case is refused with the name to write',
      input: 'ghcr.io/Licsber/opencv-docker',
      throws: 'lower case (registries take no other): "ghcr.io/licsber/opencv-docker"',
    },
    { name: 'upper case in the registry', input: 'GHCR.io/team/app', throws: 'lower case' },
    { name: 'no registry', input: 'team/app', throws: 'a registry and a path' },
    { name: 'a name alone', input: 'app', throws: 'a registry and a path' },
    { name: 'a tag', input: 'ghcr.io/team/app:1.0', throws: 'tags come from `version`' },
    { name: 'a digest', input: `ghcr.io/team/app@sha256:${'0'.repeat(64)}`, throws: 'tags come from' },
    { name: 'a scheme', input: 'https://ghcr.io/team/app', throws: 'a registry and a path' },
    { name: 'an empty component', input: 'ghcr.io//app', throws: 'a registry and a path' },
    { name: 'a component that climbs', input: 'ghcr.io/../app', throws: 'a registry and a path' },
    { name: 'a flag', input: '--insecure/x.y', throws: 'a registry and a path' },
    { name: 'a line break', input: 'ghcr.io/team/app\nx', throws: 'a registry and a path' },
    { name: 'nothing', input: '', throws: 'a registry and a path' },
    { name: 'too long', input: `ghcr.io/${'a'.repeat(250)}`, throws: 'a registry and a path' },
    {
      name: 'a private address, to which clients speak HTTP',
      input: '10.0.0.7:5000/app',
      throws: 'speaks TLS',
    },
    { name: 'another one', input: '192.168.1.1/app', throws: 'speaks TLS' },
    { name: '.local', input: 'registry.local/app', throws: 'speaks TLS' },
  ];
  it.each(cases)('$name', (row) => {
    if ('throws' in row) expect(() => parseImageName(row.input)).toThrow(row.throws);
    else expect(parseImageName(row.input)).toEqual(row.want);
  });
});

describe('replaceRegistry', () => {
  const name = { host: 'prod.test', path: 'team/app' };
  it('changes the front, and nothing that only looks like it', () => {
    expect(replaceRegistry(name, 'prod.test', 'staging.test/pre')).toEqual({
      host: 'staging.test',
      path: 'pre/team/app',
    });
    expect(replaceRegistry(name, 'prod.test/team', 'staging.test')).toEqual({
      host: 'staging.test',
      path: 'app',
    });
    expect(replaceRegistry(name, 'prod.tes', 'staging.test')).toBeUndefined();
    expect(formatImageName(name)).toBe('prod.test/team/app');
  });
});

it('knows tags and digests', () => {
  expect([isTag('1.5.0-rc.1'), isTag('1.5.0+x'), isTag('-a'), isTag('a'.repeat(129)), isTag('')]).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([isDigest(`sha256:${'a'.repeat(64)}`), isDigest('sha256:abc')]).toEqual([true, false]);
});
