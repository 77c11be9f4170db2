import { MAX_BYTES, MAX_FILES } from './limits.ts';
import { checkPath } from './path.ts';

/**
 * A reader of zip directories that trusts nothing (APPNOTE 6.3.10): sizes and places come from the central directory,
 * and links, encryption, odd methods and paths that leave the folder are refused. The artifact client's own extraction
 * joins whatever path an entry claims, so it is never used.
 */
export type ZipEntry = {
  readonly path: string;
  readonly stored: boolean;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header starts. */
  readonly offset: number;
};

export type ZipEnd = { readonly entries: number; readonly offset: number; readonly size: number };

export const END_BYTES = 22;
export const LOCAL_HEADER_BYTES = 30;
/** The end record and the longest comment that may follow it. */
export const TAIL_BYTES = END_BYTES + 0xffff;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const FILE_KIND = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

/** Finds the directory; `tail` is the end of a file of `fileSize` bytes. */
export function parseZipEnd(tail: Buffer, fileSize: number): ZipEnd {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END || at + END_BYTES + tail.readUInt16LE(at + 20) !== tail.length)
      continue;
    const end = {
      entries: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    const parts = tail.readUInt16LE(at + 4) + tail.readUInt16LE(at + 6);
    if (parts > 0 || tail.readUInt16LE(at + 8) !== end.entries)
      throw new Error('expected a zip file in one part');
    if (end.offset + end.size > fileSize - (tail.length - at))
      throw new Error('expected the directory inside the zip file');
    if (end.entries > MAX_FILES) throw new Error(`expected at most ${MAX_FILES} files in the zip file`);
    return end;
  }
  throw new Error('expected a zip file');
}

/** The files of the directory; folders are left out, they come with their files. */
export function parseZipDirectory(bytes: Buffer, end: ZipEnd): ZipEntry[] {
  const entries: ZipEntry[] = [];
  const seen = new Set<string>();
  let at = 0;
  let total = 0;
  for (let i = 0; i < end.entries; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
      throw new Error('expected a whole zip directory');
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const next = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) throw new Error('expected a whole zip directory');
    const path = bytes.toString('utf8', at + 46, nameEnd);
    const isFolder = path.endsWith('/');
    checkPath(isFolder ? path.slice(0, -1) : path);
    checkKind(path, bytes.readUInt16LE(at + 4) >> 8, bytes.readUInt32LE(at + 38) >>> 16, isFolder);
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const entry = {
      path,
      stored: method === 0,
      crc32: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    if (flags & 1 || (method !== 0 && method !== 8))
      throw new Error(`expected plain deflate, found another method for ${JSON.stringify(path)}`);
    if (seen.has(path)) throw new Error(`expected each path once, found ${JSON.stringify(path)} again`);
    seen.add(path);
    total += entry.size;
    if (total > MAX_BYTES) throw new Error(`expected at most ${MAX_BYTES} bytes in the zip file`);
    if (!isFolder) entries.push(entry);
    at = next;
  }
  return entries;
}

/** Where an entry's bytes start, from its local header. */
export function locateData(header: Buffer, entry: ZipEntry): number {
  if (header.length < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL)
    throw new Error(`expected ${JSON.stringify(entry.path)} where the zip directory says`);
  return entry.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** Only Unix (3) and macOS (19) say what kind of file an entry is; 0 says nothing. */
function checkKind(path: string, system: number, mode: number, isFolder: boolean): void {
  const kind = system === 3 || system === 19 ? mode & FILE_KIND : 0;
  if (kind !== 0 && kind !== (isFolder ? FOLDER : REGULAR)) {
    throw new Error(`expected files and folders, found a link or device at ${JSON.stringify(path)}`);
  }
}
