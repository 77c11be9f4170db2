import { gunzipSync, inflateRawSync } from 'node:zlib';

export type ArchivedFile = { readonly path: string; readonly bytes: Buffer };

/** The regular files of a `.tar.gz` (ustar, without long names) or a `.zip` (stored or deflated, without Zip64). */
export function readArchive(name: string, bytes: Buffer): ArchivedFile[] {
  return name.endsWith('.zip') ? readZip(bytes) : readTar(gunzipSync(bytes));
}

const TAR_BLOCK = 512;

function readTar(bytes: Buffer): ArchivedFile[] {
  const files: ArchivedFile[] = [];
  const text = (start: number, length: number) =>
    bytes.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  for (let at = 0; at + TAR_BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const prefix = text(at + 345, 155);
    const path = [prefix, text(at, 100)].filter(Boolean).join('/');
    const start = at + TAR_BLOCK;
    if (['0', ''].includes(text(at + 156, 1)))
      files.push({ path, bytes: bytes.subarray(start, start + size) });
    at = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  return files;
}

const ZIP_END = 0x06054b50;
const ZIP_END_BYTES = 22;

function readZip(bytes: Buffer): ArchivedFile[] {
  const files: ArchivedFile[] = [];
  let end = bytes.length - ZIP_END_BYTES;
  while (end >= 0 && bytes.readUInt32LE(end) !== ZIP_END) end -= 1; // a comment may follow
  if (end < 0) throw new Error('no end of a zip file');
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) =>
      bytes.readUInt16LE(at + offset),
    ) as [number, number, number];
    const path = bytes.toString('utf8', at + 46, at + 46 + nameSize);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    if (!path.endsWith('/')) files.push({ path, bytes: method === 0 ? packed : inflateRawSync(packed) });
    at += 46 + nameSize + extraSize + commentSize;
  }
  return files;
}
