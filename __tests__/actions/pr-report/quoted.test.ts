import { describe, expect, it } from 'vitest';
import { isPlain, linkLines, quote } from '../../../actions/pr-report/src/quoted.ts';

describe('text from outside', () => {
  it.each([
    { text: 'plain', want: '`plain`' },
    { text: '', want: '' },
    { text: ' \n ', want: '' },
    { text: 'two\nlines', want: '`two lines`' },
    { text: 'a `tick`', want: '`` a `tick` ``' },
    { text: '@octo #1 <img> [x](y)', want: '`@octo #1 <img> [x](y)`' },
    { text: 'turn\u202Eed', want: '`turn\u{FFFD}ed`' },
    { text: 'bell\u0007', want: '`bell\u{FFFD}`' },
  ])('$text', ({ text, want }) => expect(quote(text)).toBe(want));

  it('is cut between characters', () => {
    expect(quote('abcdef', 4)).toBe('`abc…`');
    expect(quote('ab\u{1F600}def', 4)).toBe('`ab…`');
  });

  it('is plain when it shows what it is', () => {
    expect(isPlain('a\tb\nc é')).toBe(true);
    expect(['a\r', 'a\u200Bb', '\u202Eb', '\u001b[1m'].filter(isPlain)).toEqual([]);
  });
});

describe('a link to lines', () => {
  const place = { serverUrl: 'https://github.com', repository: 'octo/app', sha: 'abc' };
  it.each([
    { path: 'a.go', args: [], want: '[`a.go`](https://github.com/octo/app/blob/abc/a.go)' },
    { path: 'a.go', args: [3], want: '[`a.go:3`](https://github.com/octo/app/blob/abc/a.go#L3)' },
    { path: 'a.go', args: [3, 5], want: '[`a.go:3`](https://github.com/octo/app/blob/abc/a.go#L3-L5)' },
    {
      path: 'x) (y_*.go',
      args: [],
      want: '[`x) (y_*.go`](https://github.com/octo/app/blob/abc/x%29%20%28y%5F%2A.go)',
    },
  ])('$want', ({ path, args, want }) => expect(linkLines(place, path, ...args)).toBe(want));
});
