import { collectInputs, InputReader } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';
import { readInputs } from '../../../actions/image-publish/src/inputs.ts';

const DEFAULTS = {
  image: 'ghcr.io/team/app',
  version: '1.5.0',
  builder: 'ko',
  platforms: 'linux/amd64',
  'base-image': 'r.test/base:v1',
  'image-tags': 'auto',
  user: '65532:65532',
  sbom: 'spdx',
  scan: 'high',
  sign: 'off',
  verify: 'true',
  cache: 'registry',
  'dry-run': 'false',
};
const read = (changes: Record<string, string>) => {
  const all = Object.entries({ ...DEFAULTS, ...changes }).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  return collectInputs(readInputs, new InputReader(Object.fromEntries(all), () => undefined));
};

describe('inputs', () => {
  it('says everything that is wrong at once', () => {
    const bad = {
      image: 'Team/App',
      version: '1.5',
      platforms: 'amd64',
      user: 'root',
      'scan-ignore': '- x',
      sign: 'key',
    };
    let said = '';
    try {
      read(bad);
    } catch (error) {
      said = (error as Error).message;
    }
    for (const name of ['image', 'version', 'platforms', 'user', 'scan-ignore', 'sign'])
      expect(said).toContain(`\`${name}\``);
  });

  const cases = [
    { name: 'a version that no tag can have', changes: { version: '1.5.0+build' }, throws: 'without "+"' },
    { name: 'a user by name', changes: { user: 'nonroot' }, throws: 'numbers other than 0' },
    { name: 'root', changes: { user: '0:0' }, throws: 'numbers other than 0' },
    { name: 'oci without a layout', changes: { builder: 'oci' }, throws: '`layout` is empty' },
    { name: 'a layout without oci', changes: { layout: 'x' }, throws: 'goes with "oci" alone' },
    {
      name: 'a tag of another version',
      changes: { 'image-tags': '1.6 latest' },
      throws: 'not of the version 1.5.0',
    },
    { name: 'a tag that is none', changes: { 'image-tags': 'a/b' }, throws: '`image-tags`' },
    { name: 'one registry of two', changes: { 'registry-prod': 'ghcr.io' }, throws: 'go together' },
    {
      name: 'an image elsewhere',
      changes: { 'registry-prod': 'quay.io', 'registry-staging': 's.test' },
      throws: 'expected it to start with `registry-prod`, quay.io/',
    },
    { name: 'a base image that is a flag', changes: { 'base-image': '--insecure' }, throws: '`base-image`' },
  ];
  it.each(cases)('refuses $name', ({ changes, throws }) => expect(() => read(changes)).toThrow(throws));

  it('a prerelease goes to staging, a release to production', () => {
    const registries = { 'registry-prod': 'ghcr.io', 'registry-staging': 's.test/pre' };
    expect(read({ ...registries, version: '1.5.0-rc.1' }).target.image).toEqual({
      host: 's.test',
      path: 'pre/team/app',
    });
    expect(read(registries).target.image).toEqual({ host: 'ghcr.io', path: 'team/app' });
  });
});
