import { describe, expect, it } from 'vitest';
import { LineEnd } from '../../../../actions/coverage-gate/src/profile/line-end.ts';

const [COLON, SPACE] = [0x3a, 0x20];

describe('LineEnd', () => {
  const read = (text: string, separator: number) => {
    const line = new LineEnd(Buffer.from(text), 0, text.length);
    const number = line.number(separator);
    return line.ok ? [number, line.at] : 'refused';
  };
  it.each([
    ['a:1', COLON, [1, 1]],
    ['a b:c:12', COLON, [12, 5]],
    ['a:+7', COLON, [7, 1]],
    ['a:2147483647', COLON, [2147483647, 1]],
    ['a:2147483648', COLON, 'refused'],
    ['a 2147483648', SPACE, [2147483648, 1]],
    ['a 1234567890123456789', SPACE, 'refused'],
    ['a:', COLON, 'refused'],
    ['a:+', COLON, 'refused'],
    ['a:-1', COLON, 'refused'],
    ['a:1x', COLON, 'refused'],
    ['12', COLON, 'refused'],
  ])('%j is %j', (text, separator, want) => {
    expect(read(text, separator)).toEqual(want);
  });
});
