import { ByteReader } from './bytes.ts';
import type { ByteRange, Executable } from './needs.ts';

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PF_WRITE = 2;
const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const MOST_ENTRIES = 65_536;

type Segment = { type: number; flags: number; offset: number; address: number; size: number };
type Layout = { wide: boolean; bytes: ByteReader };

/** Reads an ELF file (System V gABI, chapters 4 and 5), 32 and 64 bits, either byte order; `undefined` when it is none. */
export function readElf(file: Buffer): Executable | undefined {
  if (file.length < 20 || file.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const layout: Layout = { wide: file[4] === 2, bytes: new ByteReader(file, file[5] === 1) };
  const segments = readSegments(layout);
  const interpreter = segments.find((segment) => segment.type === PT_INTERP);
  return {
    format: 'ELF',
    interpreter: interpreter && layout.bytes.name(interpreter.offset),
    libraries: readNeeded(layout, segments),
    buildInfoRanges: [...readBuildInfoSection(layout), ...segments.filter(isData).map(toRange)],
  };
}

function readSegments({ wide, bytes }: Layout): Segment[] {
  const table = wide ? bytes.u64(32) : bytes.u32(28);
  const entrySize = bytes.u16(wide ? 54 : 42);
  const count = bytes.u16(wide ? 56 : 44);
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * entrySize;
    return wide
      ? {
          type: bytes.u32(at),
          flags: bytes.u32(at + 4),
          offset: bytes.u64(at + 8),
          address: bytes.u64(at + 16),
          size: bytes.u64(at + 32),
        }
      : {
          type: bytes.u32(at),
          flags: bytes.u32(at + 24),
          offset: bytes.u32(at + 4),
          address: bytes.u32(at + 8),
          size: bytes.u32(at + 16),
        };
  });
}

function readNeeded({ wide, bytes }: Layout, segments: readonly Segment[]): string[] {
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC);
  if (!dynamic) return [];
  const word = wide ? 8 : 4;
  const read = (at: number) => (wide ? bytes.u64(at) : bytes.u32(at));
  const needed: number[] = [];
  let strings: number | undefined;
  const count = Math.min(MOST_ENTRIES, Math.floor(dynamic.size / (2 * word)));
  for (let index = 0; index < count; index++) {
    const at = dynamic.offset + index * 2 * word;
    const tag = read(at);
    if (tag === DT_NULL) break;
    if (tag === DT_NEEDED) needed.push(read(at + word));
    if (tag === DT_STRTAB) strings = fileOffset(segments, read(at + word));
  }
  if (needed.length > 0 && strings === undefined) throw new RangeError('DT_NEEDED without a string table');
  return needed.map((offset) => bytes.name((strings ?? 0) + offset));
}

function fileOffset(segments: readonly Segment[], address: number): number | undefined {
  const segment = segments.find(
    (each) => each.type === PT_LOAD && address >= each.address && address < each.address + each.size,
  );
  return segment && segment.offset + address - segment.address;
}

function readBuildInfoSection({ wide, bytes }: Layout): ByteRange[] {
  const table = wide ? bytes.u64(40) : bytes.u32(32);
  const entrySize = bytes.u16(wide ? 58 : 46);
  const count = bytes.u16(wide ? 60 : 48);
  const namesIndex = bytes.u16(wide ? 62 : 50);
  if (table === 0 || namesIndex >= count) return [];
  const offsetOf = (index: number) => {
    const at = table + index * entrySize;
    return wide
      ? { start: bytes.u64(at + 24), size: bytes.u64(at + 32) }
      : { start: bytes.u32(at + 16), size: bytes.u32(at + 20) };
  };
  const names = offsetOf(namesIndex).start;
  for (let index = 0; index < count; index++) {
    if (bytes.name(names + bytes.u32(table + index * entrySize)) === '.go.buildinfo') {
      const { start, size } = offsetOf(index);
      return [{ start, end: start + size }];
    }
  }
  return [];
}

/** Without section headers Go looks into the writable data, where the linker puts the build info first. */
function isData(segment: Segment): boolean {
  return segment.type === PT_LOAD && (segment.flags & PF_WRITE) !== 0;
}

function toRange({ offset, size }: Segment): ByteRange {
  return { start: offset, end: offset + size };
}
