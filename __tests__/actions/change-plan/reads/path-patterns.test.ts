import { describe, expect, it } from 'vitest';
import {
  compilePattern,
  isLiteralLine,
  literalsIn,
  readArguments,
  spellLines,
  spellPaths,
} from '../../../../actions/change-plan/src/reads/path-patterns.ts';

describe('the paths that a line spells', () => {
  it.each([
    { text: 'os.Open("../a/b.txt")', want: ['../a/b.txt'] },
    { text: 'filepath.Join("..", name, "x"+".go")', want: ['../*/x.go', 'x.go'] },
    { text: 'filepath.Join(filepath.Dir(file), "testdata", name)', want: ['*/testdata/*', 'testdata'] },
    { text: 'top + "/a/" + name + ".md"', want: ['*/a/*.md'] },
    { text: 'fmt.Sprintf("../%s.md", "README")', want: ['../*.md'] },
    { text: '[]string{"..", "a", "b"}', want: ['../a/b'] },
    { text: 'exec.Command("sh", "-c", "cat ../a.md; ls ..")', want: ['cat ../a.md; ls ..', '..', '../a.md'] },
    { text: 'exec.Command("git", "-C", "..", "log")', want: [] },
    { text: 'get("/docs/x.md", "https://x.org/y.md", "name")', want: [] },
  ])('$text', ({ text, want }) => expect(spellPaths(text)).toEqual(want));

  it('may be spread over lines', () => {
    const lines = ['\t"..",', '\t"a",', '\t"b.go",'];
    expect(lines.every(isLiteralLine)).toBe(true);
    expect(isLiteralLine('f("..")')).toBe(false);
    expect(spellLines(lines)).toEqual(['../a/b.go']);
  });
});

it('literals, but not those that can be no path', () => {
  expect(literalsIn('f("a b", `c`, "", "x: y", "\\n")')).toEqual(['a b', 'c']);
});

it('arguments, with calls and lists in them', () => {
  expect(readArguments('a, f(b, "c,)"), []int{1, 2}) // d')).toEqual(['a', 'f(b, "c,)")', '[]int{1, 2}']);
});

describe('a pattern', () => {
  const means = (pattern: string, dir: string, path: string, deep = true) => {
    const { mayMatch, matches } = compilePattern(pattern);
    return mayMatch(path) && matches(dir, path, deep);
  };
  it.each([
    { pattern: '../a', dir: 'x', path: 'a/b/c.go', want: true },
    { pattern: '../a', dir: 'x', path: 'ab/c.go', want: false },
    { pattern: '../../a', dir: 'x', path: 'a/c.go', want: false },
    { pattern: '..', dir: 'x', path: 'b/c.md', want: true },
    { pattern: '..', dir: 'x', path: 'b/c.go', want: true },
    { pattern: '../*/c.go', dir: 'x', path: 'b/c.go', want: true },
    { pattern: '*/c.txt', dir: 'x', path: 'x/y/c.txt', want: true },
    { pattern: '*/../c.txt', dir: 'x', path: 'c.txt', want: true },
  ])('$pattern in $dir: $path', ({ pattern, dir, path, want }) =>
    expect(means(pattern, dir, path)).toBe(want),
  );

  it('names something, unless it is a climb or an ending', () => {
    expect(['../a', '*/c.txt', '..', '*.go'].map((text) => compilePattern(text).named)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('begins in a folder itself, where that is asked for', () => {
    expect(compilePattern('*/c.txt').open).toBe(true);
    expect(means('*/c.txt', 'x', 'x/c.txt', false)).toBe(true);
    expect(means('*/c.txt', 'x', 'x/y/c.txt', false)).toBe(false);
  });
});
