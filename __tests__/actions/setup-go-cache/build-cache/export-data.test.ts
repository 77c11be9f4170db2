import { describe, expect, it } from 'vitest';
import {
  exportDataEnd,
  refusalMember,
} from '../../../../actions/setup-go-cache/src/build-cache/export-data.ts';

/** The head of an archive as cmd/internal/archive writes it. */
const head = (length: number | string, name = '__.PKGDEF') =>
  Buffer.from(
    `!<arch>\n${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'644'.padEnd(8)}${String(length).padEnd(10)}\`\n`,
  );

describe('the end of the export data', () => {
  const rows = [
    { name: 'of an archive', head: head(1_000), size: 90_000, want: 1_068 },
    { name: 'is even', head: head(1_001), size: 90_000, want: 1_070 },
    { name: 'is not found without room for the refusal', head: head(1_000), size: 1_200, want: undefined },
    { name: 'is not beyond the file', head: head(90_000), size: 90_000, want: undefined },
    { name: 'is not found in another archive', head: head(10, 'a.o/'), size: 9_000, want: undefined },
    { name: 'is not found with a length that is none', head: head('-5'), size: 9_000, want: undefined },
    { name: 'is not found in a text', head: Buffer.alloc(68, 'x'), size: 9_000, want: undefined },
    { name: 'is not found in half a head', head: head(1_000).subarray(0, 60), size: 9_000, want: undefined },
  ];
  it.each(rows)('$name', ({ head: bytes, size, want }) => expect(exportDataEnd(bytes, size)).toBe(want));

  it('is followed by a member that fills the file and that no linker takes', () => {
    const member = refusalMember(1_068, 90_000).toString('latin1');
    expect(member.slice(0, 16).trimEnd()).toBe('_go_.o');
    expect(1_068 + 60 + Number(member.slice(48, 58))).toBe(90_000);
    expect(member.slice(58)).toMatch(/^`\ngo object .*`objects: full`\n$/);
  });
});
