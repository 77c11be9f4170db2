import { ByteReader } from './bytes.ts';
import type { ByteRange, Executable } from './needs.ts';

const MAGIC_32 = 0xfeedface;
const MAGIC_64 = 0xfeedfacf;
const LC_SEGMENT = 0x1;
const LC_SEGMENT_64 = 0x19;
/** LC_LOAD_DYLIB, LC_LOAD_WEAK_DYLIB, LC_REEXPORT_DYLIB, LC_LOAD_UPWARD_DYLIB (mach-o/loader.h). */
const LOAD_DYLIB: readonly number[] = [0xc, 0x80000018, 0x8000001f, 0x80000023];
const MOST_COMMANDS = 65_536;

/** Reads a thin Mach-O file, little endian as every target of Go is; `undefined` when it is none. */
export function readMachO(file: Buffer): Executable | undefined {
  if (file.length < 28) return undefined;
  const magic = file.readUInt32LE(0);
  if (magic !== MAGIC_32 && magic !== MAGIC_64) return undefined;
  const bytes = new ByteReader(file, true);
  const libraries: string[] = [];
  const buildInfoRanges: ByteRange[] = [];
  const count = Math.min(MOST_COMMANDS, bytes.u32(16));
  for (let index = 0, at = magic === MAGIC_64 ? 32 : 28; index < count; index++) {
    const command = bytes.u32(at);
    const size = bytes.u32(at + 4);
    if (LOAD_DYLIB.includes(command)) libraries.push(bytes.name(at + bytes.u32(at + 8), size));
    if (command === LC_SEGMENT || command === LC_SEGMENT_64)
      buildInfoRanges.push(...buildInfoSections(bytes, at, command === LC_SEGMENT_64));
    if (size < 8) throw new RangeError('a load command without a size');
    at += size;
  }
  return { format: 'Mach-O', interpreter: undefined, libraries, buildInfoRanges };
}

function buildInfoSections(bytes: ByteReader, segment: number, wide: boolean): ByteRange[] {
  const count = Math.min(MOST_COMMANDS, bytes.u32(segment + (wide ? 64 : 48)));
  const first = segment + (wide ? 72 : 56);
  const ranges: ByteRange[] = [];
  for (let index = 0; index < count; index++) {
    const section = first + index * (wide ? 80 : 68);
    if (bytes.name(section, 16) !== '__go_buildinfo') continue;
    const size = wide ? bytes.u64(section + 40) : bytes.u32(section + 36);
    const start = bytes.u32(section + (wide ? 48 : 40));
    ranges.push({ start, end: start + size });
  }
  return ranges;
}
