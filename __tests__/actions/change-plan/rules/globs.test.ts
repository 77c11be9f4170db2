import { describe, expect, it } from 'vitest';
import { parseGlob } from '../../../../actions/change-plan/src/rules/globs.ts';

describe('parseGlob', () => {
  it.each([
    { glob: '**/*.md', path: 'README.md', want: true },
    { glob: '**/*.md', path: 'a/.b/c.md', want: true },
    { glob: '*.md', path: 'a/b.md', want: false },
    { glob: 'docs/**', path: 'docs/a/b', want: true },
    { glob: 'docs/**', path: 'docsx/a', want: false },
    { glob: 'a/{b,c}/?.txt', path: 'a/c/x.txt', want: true },
    { glob: 'a/[a-c].txt', path: 'a/d.txt', want: false },
    { glob: 'a?b', path: 'a\\b', want: true },
    { glob: '**.md', path: 'a/b.md', want: true },
    { glob: '**.md', path: 'b.md', want: true },
    { glob: '**.md', path: 'b.mdx', want: false },
    { glob: 'docs**', path: 'docs-old/a/b', want: true },
    { glob: 'docs**', path: 'a/docs', want: false },
    { glob: 'a/**x', path: 'a/b/cx', want: true },
    { glob: 'docs', path: 'docs/a/b', want: true },
    { glob: 'docs/', path: 'docs/a/b', want: true },
    { glob: 'docs', path: 'docsx/a', want: false },
    { glob: 'docs/*', path: 'docs/a/b', want: false },
    { glob: 'd*/', path: 'docs/a/b', want: true },
  ])('$glob has $path: $want', ({ glob, path, want }) => expect(parseGlob(glob).matches(path)).toBe(want));

  it.each([
    { name: 'nothing', glob: '', throws: 'expected a path glob' },
    { name: 'a negated one', glob: '!a', throws: 'expected a path glob' },
    { name: 'an absolute one', glob: '/a', throws: 'relative to the repository' },
    { name: 'one from the current folder', glob: './a', throws: 'relative to the repository' },
    { name: 'backslashes', glob: 'a\\b', throws: 'forward slashes' },
    { name: 'an open bracket', glob: 'a/[b', throws: 'closed brackets' },
    { name: 'an open brace', glob: 'a/{b,c', throws: 'closed brackets' },
    { name: 'brackets that cross', glob: 'a/{b(c}d)', throws: 'closed brackets' },
  ])('refuses $name', ({ glob, throws }) => expect(() => parseGlob(glob)).toThrow(throws));
});
