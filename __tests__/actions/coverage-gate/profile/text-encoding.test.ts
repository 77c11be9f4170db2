import { describe, expect, it } from 'vitest';
import { describeEncoding } from '../../../../actions/coverage-gate/src/profile/text-encoding.ts';

describe('describeEncoding', () => {
  it.each([
    [Buffer.from('mode: set\n'), undefined],
    [Buffer.from('﻿mode: set\n'), undefined],
    [Buffer.alloc(0), undefined],
    [Buffer.from('\ufeffmode', 'utf16le'), 'UTF-16'],
    [Buffer.from('\ufeffmode', 'utf16le').swap16(), 'UTF-16'],
    [Buffer.from('mode: set', 'utf16le'), 'UTF-16 without a byte order mark'],
    [Buffer.from('mode: set', 'utf16le').swap16(), 'UTF-16 without a byte order mark'],
    [Buffer.from('mode: set\n\0 x.go'), 'not a text: it has NUL bytes'],
  ])('%j is %s', (bytes, want) => {
    expect(describeEncoding(bytes)).toBe(want);
  });
});
