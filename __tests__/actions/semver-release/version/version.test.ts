import { compare, parse } from 'semver';
import { describe, expect, it } from 'vitest';
import { planFloating } from '../../../../actions/semver-release/src/publish/floating.ts';
import { findPrevious } from '../../../../actions/semver-release/src/version/previous.ts';
import { parseTag, type Tag } from '../../../../actions/semver-release/src/version/tag.ts';
import {
  compareVersions,
  formatVersion,
  highestOf,
  parseVersion,
  type Version,
} from '../../../../actions/semver-release/src/version/version.ts';

const version = (text: string): Version => parseVersion(text) ?? expect.fail(`${text} is no version`);
const tag = (text: string): Tag => parseTag(text) ?? expect.fail(`${text} is no tag`);

describe('parseTag', () => {
  it.each([
    { name: 'v1.2.3', want: ['.', 'v1.2.3'] },
    { name: 'v0.0.0', want: ['.', 'v0.0.0'] },
    { name: 'v1.2.3-rc.1', want: ['.', 'v1.2.3-rc.1'] },
    { name: 'v1.2.3-0.x-y.0a', want: ['.', 'v1.2.3-0.x-y.0a'] },
    { name: 'v1.2.3+build.7', want: ['.', 'v1.2.3+build.7'] },
    { name: 'tools/gen/v0.1.0', want: ['tools/gen', 'v0.1.0'] },
  ])('reads $name', ({ name, want }) => {
    const { dir, version } = tag(name);
    expect([dir, formatVersion(version)]).toEqual(want);
  });

  it.each([
    '1.2.3',
    'v1.2',
    'v1',
    'v1.2.3.4',
    'v01.2.3',
    'v1.2.3-',
    'v1.2.3-01',
    'v1.2.3+',
    'v1.2.3-a..b',
    'V1.2.3',
    'v1.2.3\n',
    'v1.2.3 ',
    ' v1.2.3',
    '',
    'v1.0.0$(id)',
    'v1.0.0`id`',
    'v1.0.0;id',
    'v1.0.0|id',
    'v1.0.0-$(id)',
    '$(id)/v1.0.0',
    '../v1.0.0',
    '/v1.0.0',
    'a//v1.0.0',
    '-x/v1.0.0',
    '.git/v1.0.0',
    'tools-v1.0.0',
    `v1.0.0-${'a'.repeat(200)}`,
    'v9999999999999999999.0.0',
    'v1.0.0-\u202e',
    'v1.0.0%0A::error::x',
  ])('refuses %j', (name) => expect(parseTag(name)).toBeUndefined());
});

it('a version has 128 characters at most', () => {
  expect(parseVersion(`v1.0.0-${'a'.repeat(121)}`)).toBeDefined();
  expect(parseVersion(`v1.0.0-${'a'.repeat(122)}`)).toBeUndefined();
});

it('the highest of some is the first of equals, and none of none', () => {
  const each = (text: string) => ({ text, version: version(text) });
  const all = ['v1.9.0', 'v1.10.0-rc.1', 'v1.10.0+a', 'v1.10.0+b', 'v0.99.0'].map(each);
  expect(highestOf(all)?.text).toBe('v1.10.0+a');
  expect(highestOf(all.toReversed())?.text).toBe('v1.10.0+b');
  expect(highestOf([])).toBeUndefined();
});

describe('compareVersions', () => {
  it('orders as node-semver does', () => {
    const texts = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.0-1',
      '1.0.0-a-b',
      '1.0.0-A',
      '2.0.0-rc.10',
      '2.0.0',
      '1.10.0',
      '1.9.0',
      '0.0.1',
      '1.0.0-99999999999999999999',
      '1.0.0-9',
    ];
    for (const a of texts) {
      for (const b of texts) {
        expect(parse(a) && parse(b), `${a} ${b}`).toBeTruthy();
        expect(Math.sign(compareVersions(version(`v${a}`), version(`v${b}`))), `${a} ${b}`).toBe(
          compare(a, b),
        );
      }
    }
  });
});

describe('findPrevious', () => {
  const find = (name: string, ...others: string[]) => {
    const { dir, version } = tag(name);
    const { stable, notes, ahead } = findPrevious(version, dir, others.map(tag));
    return [stable?.name, notes?.name, ahead?.name];
  };
  it('starts a stable release at the stable one before', () => {
    expect(find('v1.5.0', 'v1.4.0', 'v1.5.0-rc.2', 'v1.5.0-rc.1', 'v1.3.9')).toEqual([
      'v1.4.0',
      'v1.4.0',
      undefined,
    ]);
  });
  it('starts a prerelease at the prerelease before', () => {
    expect(find('v1.5.0-rc.10', 'v1.4.0', 'v1.5.0-rc.9', 'v1.5.0-rc.1')).toEqual([
      'v1.4.0',
      'v1.5.0-rc.9',
      undefined,
    ]);
  });
  it('keeps folders apart, and leaves out what Go cannot see', () => {
    expect(find('tools/v0.2.0', 'v0.1.9', 'tools/v0.1.0', 'tools/v0.1.5+meta')).toEqual([
      'tools/v0.1.0',
      'tools/v0.1.0',
      undefined,
    ]);
  });
  it('starts at a version of a release branch where none is an ancestor', () => {
    const placed = (name: string, place: 'ancestor' | 'elsewhere') => ({ ...tag(name), place });
    const elsewhere = [
      placed('v1.0.0', 'elsewhere'),
      placed('v1.4.0', 'elsewhere'),
      placed('v1.9.0', 'elsewhere'),
    ];
    const find = (...more: ReturnType<typeof placed>[]) =>
      findPrevious(tag('v1.5.0').version, '.', [...elsewhere, ...more]);
    expect(find()).toMatchObject({ stable: { name: 'v1.4.0' }, notes: { name: 'v1.4.0' }, ahead: undefined });
    expect(find(placed('v1.3.0', 'ancestor'))).toMatchObject({ stable: { name: 'v1.3.0' } });
  });
  it('sees that it would fall behind', () => {
    expect(find('v1.4.1', 'v1.4.0', 'v1.5.0')).toEqual(['v1.4.0', 'v1.4.0', 'v1.5.0']);
  });
  it('does not mind a higher version on the same commit', () => {
    const final = { ...tag('v1.5.0'), place: 'here' } as const;
    expect(findPrevious(tag('v1.5.0-rc.1').version, '.', [final]).ahead).toBeUndefined();
  });
  it('lets an older major go on beside a newer one', () => {
    expect(find('v1.4.1', 'v1.4.0', 'v2.0.0')).toEqual(['v1.4.0', 'v1.4.0', undefined]);
  });
});

describe('planFloating', () => {
  it.each([
    {
      name: 'moves the major',
      level: 'major',
      release: 'v1.2.3',
      published: ['v1.2.2', 'v2.0.0'],
      want: ['v1'],
    },
    { name: 'moves both', level: 'minor', release: 'v1.2.3', published: ['v1.2.2'], want: ['v1', 'v1.2'] },
    {
      name: 'moves only the minor for a backport',
      level: 'minor',
      release: 'v1.2.3',
      published: ['v1.3.0'],
      want: ['v1.2'],
    },
    { name: 'never moves for a prerelease', level: 'major', release: 'v1.2.3-rc.1', published: [], want: [] },
    { name: 'moves nothing when it is off', level: 'none', release: 'v1.2.3', published: [], want: [] },
  ] as const)('$name', ({ level, release, published, want }) => {
    expect(planFloating(level, tag(release), published)).toEqual(want);
  });
});
