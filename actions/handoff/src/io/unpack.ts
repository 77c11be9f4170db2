import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, type FileHandle, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import {
  LOCAL_HEADER_BYTES,
  locateData,
  parseZipDirectory,
  parseZipEnd,
  TAIL_BYTES,
  type ZipEntry,
} from '@go-actions/zip';
import { ATTRIBUTES, parseAttributes } from '../attributes.ts';
import type { SentFile } from '../manifest.ts';

/** Unpacks a zip file into a folder that nobody else writes to, and returns what is in it. Throws `expected …` on anything odd. */
export async function unpack(zip: string, folder: string): Promise<SentFile[]> {
  const handle = await open(zip, 'r');
  try {
    const { size } = await handle.stat();
    const tail = await readPart(handle, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES));
    const end = parseZipEnd(tail, size);
    const entries = parseZipDirectory(await readPart(handle, end.offset, end.size), end);
    const files: SentFile[] = [];
    for (const entry of entries) files.push(await unpackEntry(handle, entry, folder));
    return await restoreAttributes(files, folder);
  } finally {
    await handle.close();
  }
}

async function unpackEntry(handle: FileHandle, entry: ZipEntry, folder: string): Promise<SentFile> {
  const target = join(folder, entry.path);
  await mkdir(dirname(target), { recursive: true });
  const start = locateData(await readPart(handle, entry.offset, LOCAL_HEADER_BYTES), entry);
  const meter = new Meter(entry);
  // `wx`: two names that are one on this file system are an error, not an overwritten file.
  const output = createWriteStream(target, { flags: 'wx' });
  if (entry.compressedSize === 0) {
    await pipeline([Buffer.alloc(0)], meter, output);
  } else {
    const input = handle.createReadStream({ start, end: start + entry.compressedSize - 1, autoClose: false });
    if (entry.stored) await pipeline(input, meter, output);
    else await pipeline(input, createInflateRaw(), meter, output);
  }
  return { path: entry.path, size: entry.size, sha256: meter.finish(), executable: false };
}

const MOST_ATTRIBUTES = 16 * 1024 * 1024;

/** Gives the files their names and execute bits, where the artifact tells them. Throws `expected …`. */
async function restoreAttributes(files: readonly SentFile[], folder: string): Promise<SentFile[]> {
  const told = files.find(({ path }) => path === ATTRIBUTES);
  if (!told) return [...files];
  if (told.size > MOST_ATTRIBUTES)
    throw new Error(`expected at most ${MOST_ATTRIBUTES} bytes in ${ATTRIBUTES}`);
  const { executable, names } = parseAttributes(await readFile(join(folder, ATTRIBUTES), 'utf8'));
  await rm(join(folder, ATTRIBUTES));
  const restored: SentFile[] = [];
  for (const file of files.filter((one) => one !== told)) {
    const path = names.get(file.path) ?? file.path;
    if (path !== file.path) await move(join(folder, file.path), join(folder, path));
    if (executable.includes(path)) await chmod(join(folder, path), 0o755);
    restored.push({ ...file, path, executable: executable.includes(path) });
  }
  if (names.size > 0) await rm(join(folder, '.handoff-names'), { recursive: true, force: true });
  return restored;
}

/** Never over another file: two names may be one on this file system. */
async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to);
  await rm(from);
}

/** Counts, checks and hashes what flows through; a size that lies ends it before the disk is full. */
class Meter extends Transform {
  readonly #entry: ZipEntry;
  readonly #hash = createHash('sha256');
  #size = 0;
  #crc = 0;

  constructor(entry: ZipEntry) {
    super();
    this.#entry = entry;
  }

  override _transform(
    chunk: Buffer,
    _: BufferEncoding,
    done: (error: Error | null, chunk?: Buffer) => void,
  ): void {
    this.#size += chunk.length;
    if (this.#size > this.#entry.size) {
      done(
        new Error(`expected ${this.#entry.size} bytes in ${JSON.stringify(this.#entry.path)}, found more`),
      );
      return;
    }
    this.#crc = crc32(chunk, this.#crc);
    this.#hash.update(chunk);
    done(null, chunk);
  }

  finish(): string {
    if (this.#size !== this.#entry.size || this.#crc !== this.#entry.crc32) {
      throw new Error(
        `expected the size and checksum of the zip directory in ${JSON.stringify(this.#entry.path)}`,
      );
    }
    return this.#hash.digest('hex');
  }
}

async function readPart(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
