import { explainMaskHazard, holdsCommand, listMasks, plainLine } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

describe('plainLine', () => {
  it.each([
    { name: 'keeps an honest line', text: 'a::b ünïcode ✓\tstd::vector # [x]', want: undefined },
    { name: 'makes one line of several', text: 'a\r\n  b\u2028c', want: 'a b c' },
    { name: 'shows control characters', text: 'a\u001b[31mb\u0000', want: 'a\\x1b[31mb\\x00' },
    { name: 'breaks a command at the start', text: '  ::error::x', want: '  \\::error::x' },
    {
      name: 'breaks a command behind what cannot be seen',
      text: '\u200b:\ufeff:error::x',
      want: '\u200b\\:\ufeff:error::x',
    },
    { name: 'breaks the old form anywhere', text: 'a ##[error]x', want: 'a #\\#[error]x' },
  ])('$name', ({ text, want }) => expect(plainLine(text)).toBe(want ?? text));

  it.each(['::error::x', '##[group]x', 'x ##[group]'])('so that nothing is left of %j', (text) => {
    expect(holdsCommand(text)).toBe(true);
    expect(/^\s*::|##\[/.test(plainLine(text))).toBe(false);
  });
});

describe('listMasks', () => {
  it.each([
    { name: 'a token', secret: 'tok3n', want: ['tok3n'] },
    { name: 'each line once, without its blanks', secret: ' abcd\r\nabcd\refgh\n', want: ['abcd', 'efgh'] },
    { name: 'no line that could be a brace', secret: '{\n  "x": "tok3n"\n}', want: ['"x": "tok3n"'] },
    { name: 'nothing of a short text', secret: 'abc', want: [] },
  ])('gives $name', ({ secret, want }) => expect(listMasks(secret)).toEqual(want));
});

describe('explainMaskHazard', () => {
  it.each([
    { secret: '{\n"tok3n"\n}', warns: true },
    { secret: 'abc', warns: false },
    { secret: 'abcd\nefgh', warns: false },
    { secret: 'tok3n\nabc', warns: true },
    { secret: 'abc\n', warns: false },
  ])('$secret: $warns', ({ secret, warns }) => {
    expect(explainMaskHazard('token', secret)).toEqual(
      warns ? expect.stringMatching(/^`token` has a line of fewer than 4 characters/) : undefined,
    );
  });
});
