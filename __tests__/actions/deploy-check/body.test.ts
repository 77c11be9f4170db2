import { describe, expect, it } from 'vitest';
import { findBroken, parseBodyRule } from '../../../actions/deploy-check/src/body.ts';

describe('what must be in a body', () => {
  const rows = [
    { rules: ['ok'], body: 'all ok', want: undefined },
    { rules: ['ok', '!login'], body: 'all ok', want: undefined },
    { rules: ['!login'], body: '<form>login</form>', want: 'its body has "login"' },
    { rules: ['! /log ?in/'], body: 'please log in', want: 'its body has "/log ?in/"' },
    { rules: ['/^ready$/'], body: 'db\nready\n', want: undefined },
    { rules: ['/^ready$/'], body: 'not ready', want: 'its body has no "/^ready$/"' },
    { rules: ['a', 'b'], body: 'a', want: 'its body has no "b"' },
    {
      rules: ['!b'],
      body: 'a',
      isWhole: false,
      want: 'not all of its body can be read, so that it may have "b"',
    },
    { rules: ['a'], body: 'a', isWhole: false, want: undefined },
  ];
  it.each(rows)('$rules in $body', ({ rules, body, isWhole = true, want }) => {
    expect(findBroken({ body, isWhole }, rules.map(parseBodyRule))).toBe(want);
  });

  it.each(['!', '/(/', '!/[/'])('%s is refused', (line) =>
    expect(() => parseBodyRule(line)).toThrow('expected'),
  );
});
