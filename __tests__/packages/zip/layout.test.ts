import { crc32, deflateRawSync } from 'node:zlib';
import { layOutZip, parseZipDirectory, parseZipEnd } from '@go-actions/zip';
import { expect, it } from 'vitest';

const pack = (name: string, text: string, mode: number) => {
  const bytes = Buffer.from(text);
  return { name, mode, crc: crc32(bytes), size: bytes.length, deflated: deflateRawSync(bytes) };
};

it('lays out a zip that the reader takes, the same for the same files', () => {
  const files = [
    pack('app', 'program'.repeat(100), 0o755),
    pack('ünï.md', 'x', 0o644),
    pack('empty', '', 0o644),
  ];
  const zip = layOutZip(files, new Date('1969-01-01T00:00:00Z'));
  const end = parseZipEnd(zip, zip.length);
  const entries = parseZipDirectory(zip.subarray(end.offset, end.offset + end.size), end);
  expect(entries.map(({ path, size, crc32: crc }) => [path, size, crc])).toEqual(
    files.map(({ name, size, crc }) => [name, size, crc]),
  );
  expect(layOutZip(files, new Date('1979-12-31T00:00:00Z')).readUInt16LE(12) >> 9).toBe(0); // years begin with 1980
});
