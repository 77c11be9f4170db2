import { describe, expect, it } from 'vitest';
import {
  findPathFault,
  judgePath,
  judgeRename,
  pathWithoutMajor,
  splitPath,
} from '../../../../actions/semver-release/src/go-rules/module-path.ts';
import { parseVersion } from '../../../../actions/semver-release/src/version/version.ts';

describe('splitPath', () => {
  it.each([
    { path: 'm.test/app', want: { base: 'm.test/app', major: undefined } },
    { path: 'm.test/app/v2', want: { base: 'm.test/app', major: 2 } },
    { path: 'm.test/app/v2/v3', want: { base: 'm.test/app/v2', major: 3 } },
    { path: 'gopkg.in/yaml.v3', want: { base: 'gopkg.in/yaml', major: 3 } },
    { path: 'm.test/app/v1', want: undefined },
    { path: 'm.test/app/v02', want: undefined },
    { path: 'gopkg.in/yaml', want: undefined },
  ])('$path', ({ path, want }) => expect(splitPath(path)).toEqual(want));

  it('tells the path without a version, also one that Go refuses', () =>
    expect(['m.test/app/v1', 'm.test/app/v2', 'm.test/v2app'].map(pathWithoutMajor)).toEqual([
      'm.test/app',
      'm.test/app',
      'm.test/v2app',
    ]));
});

describe('judgePath', () => {
  it.each([
    { version: 'v1.0.0', path: 'm.test/app/v1', want: ['path form'] },
    { version: 'v0.1.0', path: 'm.test/app/v0', want: ['path form'] },
    { version: 'v2.0.0', path: 'm.test/app', want: ['path suffix'] },
    { version: 'v2.0.0', path: 'm.test/app/v2', want: [] },
    { version: 'v1.0.0', path: 'gopkg.in/yaml.v1', want: [] },
    { version: 'v2.0.0', path: 'gopkg.in/yaml.v1', want: ['path suffix'] },
  ])('case release/04: $version of $path', ({ version, path, want }) => {
    const parsed = parseVersion(version) ?? expect.fail(version);
    expect(judgePath(parsed, path).map(({ rule }) => rule)).toEqual(want);
  });

  it('names the path that would do', () => {
    const remedyOf = (version: string, path: string) =>
      judgePath(parseVersion(version) ?? expect.fail(version), path)[0]?.remedy;
    expect(remedyOf('v1.0.1', 'gopkg.in/yaml.v2')).toContain('change the module path to gopkg.in/yaml.v1 ');
    expect(remedyOf('v1.0.1', 'gopkg.in/yaml')).toContain('Use a path such as gopkg.in/yaml.v1.');
    expect(remedyOf('v3.0.0', 'm.test/app/v2')).toContain('change the module path to m.test/app/v3 ');
  });

  it('says what is wrong with a path', () =>
    expect(findPathFault('m.test/app/v1')).toBe(
      'ends in v1, which is not a major version: there is none before v2',
    ));
});

it.each([
  [undefined, 'm.test/app', 0],
  ['m.test/app', 'm.test/app', 0],
  ['m.test/app', 'm.test/app/v2', 0],
  ['m.test/app', 'm.test/other', 1],
])('a module that was %s and is %s', (before, path, warnings) => {
  expect(judgeRename(before, path, parseVersion('v1.1.0') ?? expect.fail())).toHaveLength(warnings);
});
