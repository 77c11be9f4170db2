import { ByteReader } from './bytes.ts';
import type { Executable } from './needs.ts';

const PE32_PLUS = 0x20b;
const IMPORT_DIRECTORY = 1;
const IMPORT_ENTRY = 20;
const INITIALIZED_DATA = 0x40;
const MEM_WRITE = 0x80000000;
const MOST_IMPORTS = 65_536;

type Section = { virtualSize: number; address: number; size: number; start: number; flags: number };

/** Reads a Windows executable (Microsoft's "PE Format"), 32 and 64 bits; `undefined` when it is none. */
export function readPe(file: Buffer): Executable | undefined {
  if (file.length < 64 || file.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const bytes = new ByteReader(file, true);
  const header = bytes.u32(0x3c);
  if (bytes.u32(header) !== 0x4550) return undefined;
  const optional = header + 24;
  const sections = readSections(bytes, optional + bytes.u16(header + 20), bytes.u16(header + 6));
  const directories = optional + (bytes.u16(optional) === PE32_PLUS ? 112 : 96);
  const hasImports = bytes.u32(directories - 4) > IMPORT_DIRECTORY;
  const data = sections.filter(({ flags }) => (flags & INITIALIZED_DATA) !== 0 && (flags & MEM_WRITE) !== 0);
  return {
    format: 'PE',
    interpreter: undefined,
    libraries: hasImports ? readImports(bytes, sections, bytes.u32(directories + 8 * IMPORT_DIRECTORY)) : [],
    buildInfoRanges: data.map(({ start, size }) => ({ start, end: start + size })),
  };
}

function readSections(bytes: ByteReader, table: number, count: number): Section[] {
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * 40;
    const field = (offset: number) => bytes.u32(at + offset);
    return { virtualSize: field(8), address: field(12), size: field(16), start: field(20), flags: field(36) };
  });
}

function readImports(bytes: ByteReader, sections: readonly Section[], directory: number): string[] {
  if (directory === 0) return [];
  const libraries: string[] = [];
  for (
    let index = 0, at = fileOffset(sections, directory);
    index < MOST_IMPORTS;
    index++, at += IMPORT_ENTRY
  ) {
    const name = bytes.u32(at + 12);
    if (name === 0) break;
    libraries.push(bytes.name(fileOffset(sections, name)));
  }
  return libraries;
}

function fileOffset(sections: readonly Section[], address: number): number {
  const section = sections.find(
    (each) => address >= each.address && address < each.address + Math.max(each.virtualSize, each.size),
  );
  if (!section) throw new RangeError('an address outside of every section');
  return section.start + address - section.address;
}
