import { describe, expect, it } from 'vitest';
import {
  isPartialClone,
  parseConfig,
  planSettings,
} from '../../../../packages/git-history/src/git/config.ts';

describe('parseConfig', () => {
  it('reads keys without a value and values of several lines', () => {
    expect(parseConfig('core.bare\nfalse\0core.flag\0alias.x\na\nb\0')).toEqual([
      { key: 'core.bare', value: 'false' },
      { key: 'core.flag', value: 'true' },
      { key: 'alias.x', value: 'a\nb' },
    ]);
  });
});

describe('planSettings', () => {
  const rows = [
    {
      name: 'keeps the last word on line ends',
      config: 'core.autocrlf\ntrue\0core.autocrlf\ninput\0',
      want: ['core.autocrlf=input'],
    },
    {
      name: 'keeps nothing that programs hang on',
      config: 'core.pager\nless\0diff.external\nevil\0core.sshcommand\nevil\0',
      want: [],
    },
    {
      name: 'silences every filter, odd names too',
      config: 'filter.a.b.clean\nevil\0filter.lfs.process\ngit-lfs\0filter.lfs.clean\nx\0',
      want: ['a.b', 'lfs'].flatMap((driver) => [
        `filter.${driver}.clean=`,
        `filter.${driver}.smudge=`,
        `filter.${driver}.process=`,
        `filter.${driver}.required=false`,
      ]),
    },
  ];
  it.each(rows)('$name', ({ config, want }) => {
    expect(planSettings(parseConfig(config))).toEqual(want);
  });
});

describe('isPartialClone', () => {
  const rows = [
    { config: 'remote.origin.promisor\ntrue\0', want: true },
    { config: 'extensions.partialclone\norigin\0', want: true },
    { config: 'remote.origin.url\nx\0', want: false },
  ];
  it.each(rows)('is $want for $config', ({ config, want }) => {
    expect(isPartialClone(parseConfig(config))).toBe(want);
  });
});
