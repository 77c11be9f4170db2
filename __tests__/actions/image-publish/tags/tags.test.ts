import { parseReleaseVersion } from '@go-actions/delivery';
import { describe, expect, it } from 'vitest';
import { judgeListedTags, planTags } from '../../../../actions/image-publish/src/tags/tags.ts';

const plan = (version: string, existing: string, asked: 'auto' | string[] = 'auto') => {
  const { exact, aliases, floating, leftOut } = planTags(
    parseReleaseVersion(version),
    asked,
    existing.split(' ').filter(Boolean),
  );
  return { tags: [exact, ...aliases, ...floating], leftOut: leftOut.map(({ tag }) => tag) };
};

describe('planTags', () => {
  const cases = [
    {
      name: 'the first version',
      version: '1.5.0',
      existing: '',
      tags: ['1.5.0', '1.5', '1', 'latest'],
      leftOut: [],
    },
    {
      name: 'docker/metadata-action#70: there is no tag 0',
      version: '0.2.3',
      existing: '',
      tags: ['0.2.3', '0.2', 'latest'],
      leftOut: ['0'],
    },
    {
      name: 'docker/metadata-action#276, sheaf-project/sheaf#258: a prerelease has its exact tag alone',
      version: '2.0.0-rc.1',
      existing: '1.0.0',
      tags: ['2.0.0-rc.1'],
      leftOut: ['2.0', '2', 'latest'],
    },
    {
      name: 'a patch of an older line moves its own line alone',
      version: '1.4.9',
      existing: '1.5.0 2.0.0',
      tags: ['1.4.9', '1.4'],
      leftOut: ['1', 'latest'],
    },
    {
      name: '1.10 is above 1.9',
      version: '1.9.5',
      existing: '1.10.0',
      tags: ['1.9.5', '1.9'],
      leftOut: ['1', 'latest'],
    },
    {
      name: 'numbers of builds and days are no versions',
      version: '1.5.0',
      existing: '20261130 417',
      tags: ['1.5.0', '1.5', '1', 'latest'],
      leftOut: [],
    },
    {
      name: '10 is not of the line 1',
      version: '1.5.0',
      existing: '10.0.0',
      tags: ['1.5.0', '1.5', '1'],
      leftOut: ['latest'],
    },
    {
      name: '1.50.0 is not of the line 1.5',
      version: '1.5.1',
      existing: '1.50.0',
      tags: ['1.5.1', '1.5'],
      leftOut: ['1', 'latest'],
    },
    {
      name: 'a higher prerelease holds nothing up',
      version: '1.5.0',
      existing: '2.0.0-rc.1 1.6.0-beta',
      tags: ['1.5.0', '1.5', '1', 'latest'],
      leftOut: [],
    },
    {
      name: 'tags with v count',
      version: '1.5.0',
      existing: 'v2.0.0',
      tags: ['1.5.0', '1.5', '1'],
      leftOut: ['latest'],
    },
    {
      name: 'tags that are no versions do not',
      version: '1.5.0',
      existing: 'latest 2 9.9 main sha256-00',
      tags: ['1.5.0', '1.5', '1', 'latest'],
      leftOut: [],
    },
  ];
  it.each(cases)('$name', ({ version, existing, tags, leftOut }) =>
    expect(plan(version, existing)).toEqual({ tags, leftOut }),
  );

  it('a list is followed as far as no tag moves backwards', () => {
    expect(plan('1.4.0', '2.0.0', ['latest', '1', 'edge', '1.4.0'])).toEqual({
      tags: ['1.4.0', '1', 'edge'],
      leftOut: ['latest'],
    });
    expect(plan('2.0.0-rc.1', '', ['latest', 'next'])).toEqual({
      tags: ['2.0.0-rc.1', 'next'],
      leftOut: ['latest'],
    });
    expect(plan('1.4.0', '', ['v1', 'v1.4'])).toEqual({ tags: ['1.4.0', 'v1', 'v1.4'], leftOut: [] });
    expect(plan('1.4.0', '2.0.0', ['v1', 'v1.4.0'])).toEqual({
      tags: ['1.4.0', 'v1.4.0', 'v1'],
      leftOut: [],
    });
  });
});

it('a number of another version is refused', () => {
  const judge = (tags: string[]) => judgeListedTags(tags, parseReleaseVersion('1.5.0'));
  expect(judge(['1', '1.5', 'v1.5', '1.5.0', 'latest', 'edge', '1x'])).toEqual([]);
  expect(judge(['2', '1.6', '1.5.1', 'v0', '1.5.0-rc.1'])).toHaveLength(5);
});
