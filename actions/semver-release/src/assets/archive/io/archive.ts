import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, gzip } from 'node:zlib';
import { layOutZip } from '@go-actions/zip';
import { type ArchiveEntry, layOutTar, sortedByName } from '../tar.ts';

export type ArchiveFormat = 'tar.gz' | 'zip';

const LEVEL = constants.Z_BEST_COMPRESSION;
/** RFC 1952: 255 is "unknown"; zlib writes the system that it was built for. */
const GZIP_SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

/** Packs files so that the same files and time give the same bytes, on every system that has the same zlib. */
export async function packArchive(
  format: ArchiveFormat,
  entries: readonly ArchiveEntry[],
  time: Date,
): Promise<Buffer> {
  if (format === 'zip') return packZip(entries, time);
  const packed = await promisify(gzip)(layOutTar(entries, Math.floor(time.getTime() / 1_000)), {
    level: LEVEL,
  });
  packed[GZIP_SYSTEM_BYTE] = UNKNOWN_SYSTEM;
  return packed;
}

async function packZip(entries: readonly ArchiveEntry[], time: Date): Promise<Buffer> {
  const deflate = promisify(deflateRaw) as (bytes: Buffer, options: { level: number }) => Promise<Buffer>;
  const packed = sortedByName(entries).map(async ({ name, mode, bytes }) => ({
    name,
    mode,
    crc: crc32(bytes),
    size: bytes.length,
    deflated: await deflate(bytes, { level: LEVEL }),
  }));
  return layOutZip(await Promise.all(packed), time);
}
