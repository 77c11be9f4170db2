import { findChecksum } from '@go-actions/tool-install';
import { describe, expect, it } from 'vitest';

describe('findChecksum', () => {
  const a = 'a'.repeat(64);
  const b = 'b'.repeat(64);
  const listing = `${b}  x.tar.gz.sbom.json\n${a}  x.tar.gz\n${b} *x.zip\nnonsense\n`;
  it.each([
    { name: 'takes the exact name, not one that it begins', file: 'x.tar.gz', want: a },
    { name: 'reads the binary form', file: 'x.zip', want: b },
    { name: 'is undefined for another name', file: 'x.tar', want: undefined },
  ])('$name', ({ file, want }) => expect(findChecksum(listing, file)).toBe(want));
});
