import { describe, expect, it } from 'vitest';
import { parseDirectives, unquote } from '../../../packages/go-project/src/mod-syntax.ts';

// Which files the go command takes at all is asked of it in go-mod.test.ts and go-work.test.ts.
describe('parseDirectives', () => {
  it('keeps the line of each directive, its raw words and its comment', () => {
    const text = 'module "m"\n\nrequire (\n\ta.b/c v1.0.0 // indirect\n)\n// end\n';
    expect(parseDirectives('go.mod', text)).toEqual([
      { line: 1, verb: 'module', args: ['"m"'], comment: '' },
      { line: 4, verb: 'require', args: ['a.b/c', 'v1.0.0'], comment: ' indirect' },
    ]);
  });

  it.each([
    { name: 'a block of the other kind of file', text: 'use (\n)\n', throws: 'go.mod:1:' },
    { name: 'a block that never ends', text: 'module m\nrequire (\na v1.0.0\n', throws: 'go.mod:2:' },
  ])('names the line of $name', ({ text, throws }) => {
    expect(() => parseDirectives('go.mod', text)).toThrow(throws);
  });
});

describe('unquote', () => {
  it.each([
    { input: 'plain', want: 'plain' },
    { input: '"with space"', want: 'with space' },
    { input: '"\\u0061\\x62\\143"', want: 'abc' },
  ])('$input is $want', ({ input, want }) => expect(unquote(input)).toBe(want));
});
