import { describe, expect, it } from 'vitest';
import { countLinks } from '../../../../actions/setup-go-cache/src/build-cache/link-count.ts';

describe('the count of links', () => {
  it('is read from a counter file of Go', () => {
    const record = (name: string, count: bigint) => {
      const bytes = Buffer.alloc(16 + name.length);
      bytes.writeBigUInt64LE(count);
      bytes.write(name, 16);
      return bytes;
    };
    const file = Buffer.concat([record('link/invocations', 9n), record('link/flag:importcfg', 7n)]);
    expect(countLinks(file)).toBe(7);
    expect(countLinks(record('link/invocations', 9n))).toBe(0);
    expect(countLinks(Buffer.from('link/flag:importcfg'))).toBe(0);
  });
});
