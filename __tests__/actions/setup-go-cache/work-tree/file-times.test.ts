import { describe, expect, it } from 'vitest';
import {
  contentTime,
  parseDirty,
  parseIndexListing,
  planFileTimes,
} from '../../../../actions/setup-go-cache/src/work-tree/file-times.ts';

const ID = (digit: string) => digit.repeat(40);

describe('content-derived times', () => {
  it('lie in the past, all of them, and spread over 2^39 milliseconds', () => {
    const times = Array.from({ length: 20_000 }, (_, i) => contentTime(String(i), 'salt'));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.UTC(1990, 0, 1));
    expect(Math.max(...times)).toBeLessThan(Date.UTC(1990, 0, 1) + 2 ** 30 * 1_000);
    expect(Date.UTC(1990, 0, 1) + 2 ** 30 * 1_000).toBeLessThan(Date.UTC(2025, 0, 1));
    expect(new Set(times).size).toBe(times.length);
  });

  it('depend on the content and on how it is converted, and on nothing else', () => {
    const plan = (id: string, salt = 's') =>
      planFileTimes([{ mode: '100644', id, path: 'a/b.txt' }], [], salt)[0]?.ms;
    expect(plan(ID('1'))).toBe(plan(ID('1')));
    expect(plan(ID('1'))).not.toBe(plan(ID('2')));
    expect(plan(ID('1'))).not.toBe(plan(ID('1'), 'other attributes'));
  });

  it('leave dirty files and folders with a deleted entry alone, and submodules to themselves', () => {
    const entries = [
      { mode: '100644', id: ID('1'), path: 'keep.txt' },
      { mode: '100644', id: ID('2'), path: 'dir/edited.txt' },
      { mode: '100644', id: ID('3'), path: 'dir/sub/gone.txt' },
      { mode: '120000', id: ID('4'), path: 'dir/link' },
      { mode: '160000', id: ID('5'), path: 'vendored' },
    ];
    const dirty = [
      { path: 'dir/edited.txt', deleted: false },
      { path: 'dir/sub/gone.txt', deleted: true },
    ];
    expect(planFileTimes(entries, dirty, '').map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'file keep.txt',
      'link dir/link',
      'folder ',
      'folder dir',
    ]);
  });

  it('of a folder change with its entries, not with what is in them', () => {
    const folder = (...entries: [id: string, path: string][]) =>
      planFileTimes(
        entries.map(([id, path]) => ({ mode: '100644', id, path })),
        [],
        '',
      ).find(({ kind, path }) => kind === 'folder' && path === 'd')?.ms;
    const before = folder([ID('1'), 'd/a'], [ID('2'), 'd/e/f']);
    expect(folder([ID('9'), 'd/a'], [ID('8'), 'd/e/f'])).toBe(before);
    expect(folder([ID('1'), 'd/a'])).not.toBe(before);
    expect(folder([ID('1'), 'd/b'], [ID('2'), 'd/e/f'])).not.toBe(before);
  });
});

describe('git listings', () => {
  it('take merged entries that git watches', () => {
    const listing = [
      `H 100644 ${ID('a')} 0\tplain`,
      `S 100644 ${ID('b')} 0\tskipped`,
      `h 100644 ${ID('c')} 0\tassumed`,
      `M 100644 ${ID('d')} 2\tconflict`,
      `H 100755 ${'e'.repeat(64)} 0\twith\ttab and\nline`,
      '',
    ].join('\0');
    expect(parseIndexListing(listing).map(({ path }) => path)).toEqual(['plain', 'with\ttab and\nline']);
    expect(parseDirty('M\0a b\0D\0c\0')).toEqual([
      { path: 'a b', deleted: false },
      { path: 'c', deleted: true },
    ]);
  });
});
