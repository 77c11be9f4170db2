import {
  followLinks,
  leavingLinks,
  linkedNames,
  withLinkedFiles,
  withLinkedLines,
} from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

const tree = (links: Record<string, string>, files: string[] = []) => ({
  links: new Map(Object.entries(links)),
  files: [...files, ...Object.keys(links)],
});

describe('followLinks', () => {
  const rows = [
    { name: 'a file beside it', links: { 'd/b.go': 'code.txt' }, path: 'd/b.go', want: 'd/code.txt' },
    { name: 'a file above it', links: { 'd/e/b.go': '../../x' }, path: 'd/e/b.go', want: 'x' },
    { name: 'a chain', links: { a: 'b', b: 'd/c', d: 'e' }, path: 'a', want: 'e/c' },
    { name: 'a file below a link', links: { d: 'e' }, path: 'd/f/g', want: 'e/f/g' },
    { name: 'the root itself', links: { 'd/up': '..' }, path: 'd/up/x', want: 'x' },
    { name: 'backslashes of Windows', links: { a: 'd\\e' }, path: 'a', want: 'd/e' },
    { name: 'out of the repository', links: { 'd/a': '../../x' }, path: 'd/a', want: undefined },
    { name: 'an absolute path', links: { a: '/etc/passwd' }, path: 'a', want: undefined },
    { name: 'a circle', links: { a: 'b', b: 'a' }, path: 'a', want: undefined },
  ];
  it.each(rows)('$name', ({ links, path, want }) => {
    expect(followLinks(path, tree(links).links).path).toBe(want);
  });
});

describe('linkedNames', () => {
  const rows: {
    name: string;
    links: Record<string, string>;
    files?: string[];
    changed: string[];
    want: string[];
  }[] = [
    { name: 'a link to a file', links: { 'b.go': 'code.txt' }, changed: ['code.txt'], want: ['b.go'] },
    { name: 'a link to a link', links: { a: 'b', b: 'c' }, changed: ['c'], want: ['a', 'b'] },
    { name: 'a link to a folder', links: { p: 'q/r' }, changed: ['q/r/x.go'], want: ['p/x.go'] },
    {
      name: 'links one in the other',
      links: { p: 'q', 'q/b.go': '../t' },
      changed: ['t'],
      want: ['q/b.go', 'p/b.go'],
    },
    { name: 'a link whose way changed', links: { a: 'd/x', d: 'e' }, changed: ['d'], want: ['a'] },
    {
      name: 'what a changed link to a folder now shows',
      links: { d: 'e' },
      files: ['e/x.go', 'e/f/y.go', 'ee/z.go'],
      changed: ['d'],
      want: ['d/x.go', 'd/f/y.go'],
    },
    { name: 'nothing beside', links: { a: 'b' }, changed: ['bb', 'c/b'], want: [] },
  ];
  it.each(rows)('$name', ({ links, files, changed, want }) => {
    expect([...linkedNames(changed, tree(links, files)).keys()].sort()).toEqual([...want].sort());
  });

  it('ends where links lead in a circle', () => {
    const names = linkedNames(['a/f'], tree({ 'a/x': '../b', 'b/y': '../a', 'a/self': '.' }));
    expect(names.has('b/y/f')).toBe(true);
    expect(names.size).toBeLessThan(100_000);
  });
});

describe('what links make of a change', () => {
  const all = [{ start: 1, end: Number.MAX_SAFE_INTEGER }];

  it("case security/11: a link's lines are its target's", () => {
    const files = [{ status: 'modified', path: 'code.txt' }] as const;
    const lines = new Map([['code.txt', [{ start: 3, end: 4 }]]]);
    const links = tree({ 'b.go': 'code.txt' });
    expect(withLinkedFiles(files, links).map(({ path }) => path)).toEqual(['code.txt', 'b.go']);
    expect(withLinkedLines(lines, files, links).get('b.go')).toEqual([{ start: 3, end: 4 }]);
  });

  it('a link that leads elsewhere now has changed as a whole', () => {
    const files = [{ status: 'modified', path: 'b.go' }] as const;
    const lines = new Map([['b.go', [{ start: 1, end: 1 }]]]);
    expect(withLinkedLines(lines, files, tree({ 'b.go': 'c.txt', 'a.go': 'b.go' }))).toEqual(
      new Map([
        ['b.go', all],
        ['a.go', all],
      ]),
    );
  });

  it('what is behind a link that leaves the repository is new in every line', () => {
    const links = tree({ 'b.go': '/tmp/code', 'testdata/x': '/nowhere' });
    expect(leavingLinks(links.links)).toEqual(['b.go', 'testdata/x']);
    expect(withLinkedFiles([], links)).toEqual([]);
    expect(withLinkedLines(new Map(), [], links).get('b.go')).toEqual(all);
  });
});
