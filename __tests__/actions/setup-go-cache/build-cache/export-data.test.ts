import { describe, expect, it } from 'vitest';
import {
  exportDataEnd,
  refusalMember,
} from '../../../../actions/setup-go-cache/src/build-cache/export-data.ts';
import { countLinks } from '../../../../actions/setup-go-cache/src/build-cache/link-count.ts';
import { isExportOnly, planPlaces } from '../../../../actions/setup-go-cache/src/build-cache/place.ts';

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

describe('places of the caches', () => {
  const unix = {
    usual: { gocache: '/home/runner/.cache/go-build', gomodcache: '/home/runner/go/pkg/mod' },
    facts: { temp: '/runner/_temp', windows: false, hosted: true },
  };
  const windows = {
    usual: { gocache: 'C:\\Users\\r\\go-build', gomodcache: 'C:\\Users\\r\\go\\pkg\\mod' },
    facts: { temp: 'D:\\a\\_temp', windows: true, hosted: true },
  };
  const none = { gocache: undefined, gomodcache: undefined };
  const full = { chosen: none, objects: 'full' as const };
  const rows = [
    { name: 'stay on Linux', ...unix, facts: { ...unix.facts, ...full }, want: unix.usual },
    {
      name: 'differ for export-only',
      ...unix,
      facts: { ...unix.facts, chosen: none, objects: 'export-only' as const },
      want: { ...unix.usual, gocache: '/runner/_temp/go-build-export-only' },
    },
    {
      name: 'are whole again after an export-only step',
      usual: { ...unix.usual, gocache: '/runner/_temp/go-build-export-only' },
      facts: { ...unix.facts, ...full },
      want: { ...unix.usual, gocache: '/runner/_temp/go-build' },
    },
    {
      name: 'are on the disk of the workspace on Windows',
      ...windows,
      facts: { ...windows.facts, ...full },
      want: { gocache: 'D:\\a\\_temp\\go-build', gomodcache: 'D:\\a\\_temp\\go-mod' },
    },
    {
      name: 'stay on a Windows runner of your own',
      ...windows,
      facts: { ...windows.facts, ...full, hosted: false },
      want: windows.usual,
    },
    {
      name: 'stay where the job put them',
      ...windows,
      facts: { ...windows.facts, ...full, chosen: windows.usual },
      want: windows.usual,
    },
    {
      name: 'stay on a Windows runner with one disk',
      usual: windows.usual,
      facts: { ...windows.facts, ...full, temp: 'c:\\a\\_temp' },
      want: windows.usual,
    },
  ];
  it.each(rows)('$name', ({ usual, facts, want }) => {
    expect(planPlaces(usual, facts)).toEqual(want);
    expect(isExportOnly(want.gocache)).toBe(facts.objects === 'export-only');
  });
});

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
