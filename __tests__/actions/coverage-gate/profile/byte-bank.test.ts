import { describe, expect, it } from 'vitest';
import { ByteBank, equal, viewOf } from '../../../../actions/coverage-gate/src/profile/byte-bank.ts';

describe('ByteBank', () => {
  it('holds what was stored, and nothing of another length', () => {
    const bank = new ByteBank();
    const bytes = Buffer.from('0123456789');
    const first = bank.store(bytes, 2, 5);
    const second = bank.store(bytes, 5, 9);
    expect([first, second]).toEqual([0, 3]);
    expect(bank.holds(first, first + 3, bytes, 2, 5)).toBe(true);
    expect(bank.holds(first, first + 3, bytes, 3, 6)).toBe(false);
    expect(bank.holds(first, first + 3, bytes, 2, 6)).toBe(false);
  });

  it('keeps everything while it grows', () => {
    const bank = new ByteBank();
    const bytes = Buffer.alloc(50_000, 'ab');
    const starts = Array.from({ length: 5 }, () => bank.store(bytes, 0, bytes.length));
    expect(starts.every((start) => bank.holds(start, start + 50_000, bytes, 0, 50_000))).toBe(true);
    expect(bank.view.byteLength).toBeGreaterThanOrEqual(250_000);
  });
});

describe('equal', () => {
  it.each([0, 1, 3, 4, 5, 7, 8, 9, 13])('compares %i bytes, each of them', (size) => {
    const [a, b] = [Buffer.from('x0123456789abc'), Buffer.from('yy0123456789abc')];
    expect(equal(viewOf(a), 1, viewOf(b), 2, size)).toBe(true);
    for (let at = 0; at < size; at++) {
      const other = Buffer.from(b);
      other[2 + at] = 0;
      expect(equal(viewOf(a), 1, viewOf(other), 2, size)).toBe(false);
    }
  });
});
