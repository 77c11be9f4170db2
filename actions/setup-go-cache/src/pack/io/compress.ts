import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';

/** A file on disk, and what it has to be when it is read. */
export type SourceFile = {
  readonly path: string;
  readonly size: number;
  /** Only so many bytes from its start are taken; the others are left to the disk. */
  readonly stored?: number;
  /** The sha256 of the whole file. */
  readonly sha256?: string;
  /** The sha256 of the stored bytes, where the rest is known to be lost. */
  readonly digest?: string;
};

/** Compresses files, one after the other, into one frame. */
export type Compress = {
  readonly kind: 'compress';
  readonly files: readonly SourceFile[];
  readonly level: number;
};

export type Compressed = {
  readonly frame: Uint8Array;
  readonly rawLength: number;
  /** For each file, in order; undefined when it was left out. `digest` is that of the stored bytes when they are not all. */
  readonly taken: readonly ({ readonly digest?: string } | undefined)[];
};

/**
 * Files that vanished, changed their size since they were listed, or are not what they have to be (a write that was cut
 * off) are left out, and said so.
 */
export function compress({ files, level }: Compress): Compressed {
  const parts = files.map(readPart);
  const raw = Buffer.concat(parts.flatMap((part) => part?.bytes ?? []));
  const frame = zstdCompressSync(raw, {
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_windowLog]: WINDOW_LOG,
      [constants.ZSTD_c_enableLongDistanceMatching]: 1,
    },
  });
  return { frame, rawLength: raw.length, taken: parts.map((part) => part && { ...part.taken }) };
}

/** 2^25 bytes, so that all of a frame is within reach: near-identical archives lie some megabytes apart. */
const WINDOW_LOG = 25;

function readPart({ path, size, stored, sha256, digest }: SourceFile) {
  const content = readIfThere(path);
  if (content?.length !== size) return undefined;
  const bytes = content.subarray(0, stored);
  if (digest !== undefined) return digestOf(bytes) === digest ? { bytes, taken: { digest } } : undefined;
  if (sha256 !== undefined && digestOf(content) !== sha256) return undefined;
  return { bytes, taken: bytes.length < size ? { digest: digestOf(bytes) } : {} };
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // trimmed by Go meanwhile
    throw error;
  }
}
