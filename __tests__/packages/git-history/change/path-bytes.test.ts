import { decodePath, unquotePath } from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

describe('path bytes', () => {
  it('keeps names that are not UTF-8 apart', () => {
    const names = [
      [0x61, 0xff],
      [0x61, 0xfe],
      [0xc3, 0x28],
      [0xc3, 0xa4, 0x80],
    ].map((bytes) => decodePath(Buffer.from(bytes)));
    expect(names).toEqual(['a\udcff', 'a\udcfe', '\udcc3(', 'ä\udc80']);
  });

  it('undoes the quoting of git', () => {
    expect(unquotePath(Buffer.from('"a\\tb\\303\\244\\"\\\\\\n"'))).toBe('a\tbä"\\\n');
    expect(unquotePath(Buffer.from('plain ä.go'))).toBe('plain ä.go');
  });
});
