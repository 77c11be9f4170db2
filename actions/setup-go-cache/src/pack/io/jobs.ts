import { hash } from 'node:crypto';
import { chmodSync, closeSync, ftruncateSync, futimesSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { exportDataEnd, refusalMember } from '../../build-cache/export-data.ts';
import { MAX_TEST_LOG, TEST_LOG } from '../../build-cache/test-log.ts';
import { type CheckoutDigests, type HashCheckout, hashCheckout } from '../../io/checkout-digests.ts';
import type { Objects } from '../../keys.ts';
import { hashModule } from '../../module-cache/sums.ts';
import type { CacheObject } from '../format.ts';
import { TOOLS } from '../names.ts';
import { type Compress, type Compressed, compress } from './compress.ts';

/** Decompresses one frame of a build pack and writes its objects and their records into GOCACHE. */
export type UnpackBuild = {
  readonly kind: 'unpack-build';
  readonly frame: Uint8Array;
  readonly rawLength: number;
  readonly dir: string;
  /** The time that the files get, in seconds. */
  readonly time: number;
  /** Whether archives that were cut after their export data are accepted. */
  readonly wanted: Objects;
  /** Whether the logs of tests are written, without which `go test` takes no result of an earlier run. */
  readonly results: boolean;
  readonly objects: readonly (CacheObject & { readonly actions: readonly { id: string; time: bigint }[] })[];
};

/** Decompresses one frame of a module pack; writes the modules whose hash is the expected one. */
export type UnpackModules = {
  readonly kind: 'unpack-modules';
  readonly frame: Uint8Array;
  readonly rawLength: number;
  /** Folders stay writable (`-modcacherw`). */
  readonly writable: boolean;
  readonly modules: readonly {
    readonly name: string;
    readonly dir: string;
    readonly sum: string;
    /** The file whose presence tells Go that the tree is complete. */
    readonly marker: string;
    readonly offset: number;
    readonly files: readonly (readonly [name: string, size: number])[];
  }[];
};

export type PackJob = UnpackBuild | UnpackModules | Compress | HashCheckout;
type Unpacked = { readonly files: number; readonly bytes: number; readonly refused: readonly string[] };
/** The log of a test, and the folders (relative to the workspace) that its names may start from. */
export type TestLog = { readonly id: string; readonly text: string; readonly tests: readonly string[] };
type UnpackedBuild = Unpacked & { readonly logs: readonly TestLog[] };

export type PackResult<J extends PackJob> = J extends Compress
  ? Compressed
  : J extends HashCheckout
    ? CheckoutDigests
    : J extends UnpackBuild
      ? UnpackedBuild
      : Unpacked;

export function runPackJob(job: PackJob): PackResult<PackJob> {
  if (job.kind === 'unpack-build') return unpackBuild(job);
  if (job.kind === 'hash-checkout') return hashCheckout(job);
  return job.kind === 'unpack-modules' ? unpackModules(job) : compress(job);
}

/** A whole object is its own proof: its name is the sha256 of its bytes. Of a cut one only the rest is made up here. */
function unpackBuild({ frame, rawLength, dir, time, wanted, results, objects }: UnpackBuild): UnpackedBuild {
  using raw = decompress(frame, rawLength);
  const refused: string[] = [];
  const logs: TestLog[] = [];
  let files = 0;
  let bytes = 0;
  for (const { id, offset, stored, size, digest, executable, tests = [], paths = [], actions } of objects) {
    const content = raw.bytes.subarray(offset, offset + stored);
    const cut = stored !== size;
    const proof = hash('sha256', content);
    if (cut ? !isExportData(content, size) || wanted === 'full' || proof !== digest : proof !== id) {
      refused.push(id);
      continue;
    }
    if (content.toString('latin1', 0, TEST_LOG.length) === TEST_LOG) {
      logs.push({ id, text: size <= MAX_TEST_LOG ? content.toString('utf8') : '', tests });
      if (!results) continue;
    }
    for (const name of paths) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      files += writeNew(join(dir, name), content, name.startsWith(`${TOOLS}/`) ? 0o777 : 0o666, time);
    }
    bytes += stored;
    if (paths.length > 0 && actions.length === 0) continue;
    const path = join(dir, id.slice(0, 2), `${id}-d`);
    if (executable !== undefined) {
      if (!makeFolder(path)) continue;
      files += writeNew(join(path, executable), content, 0o777, time);
    } else if (cut) {
      const start = Buffer.concat([content, refusalMember(stored, size)]);
      files += writeNew(path, start, 0o666, time, size);
    } else {
      files += writeNew(path, content, 0o666, time);
    }
    for (const action of actions) {
      const record = Buffer.from(formatRecord(action.id, id, size, action.time));
      files += writeNew(join(dir, action.id.slice(0, 2), `${action.id}-a`), record, 0o666, time);
    }
  }
  return { files, bytes, refused, logs };
}

const isExportData = (content: Buffer, size: number): boolean =>
  exportDataEnd(content, size) === content.length;

/** False when something is there already, which is then left alone. */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The text of an `-a` file (cmd/go/internal/cache/cache.go). */
function formatRecord(id: string, object: string, size: number, time: bigint): string {
  return `v1 ${id} ${object} ${String(size).padStart(20)} ${String(time).padStart(20)}\n`;
}

function unpackModules({ frame, rawLength, writable, modules }: UnpackModules): Unpacked {
  using raw = decompress(frame, rawLength);
  const refused: string[] = [];
  let written = 0;
  let bytes = 0;
  for (const { name, dir, sum, marker, offset, files } of modules) {
    let at = offset;
    const contents = files.map(([path, size]) => {
      const content = raw.bytes.subarray(at, at + size);
      at += size;
      return { path, content };
    });
    if (hashModule(name, contents) !== sum) {
      refused.push(name);
      continue;
    }
    mkdirSync(dir, { recursive: true });
    // Parents come first, so none needs the search for its parents that a recursive mkdir makes.
    const folders = [...new Set(contents.flatMap(({ path }) => ancestors(path)))].sort();
    for (const folder of folders) makeFolder(`${dir}/${folder}`);
    for (const { path, content } of contents) {
      written += writeNew(`${dir}/${path}`, content, 0o444);
      bytes += content.length;
    }
    if (!writable)
      for (const folder of [dir, ...folders.map((name) => `${dir}/${name}`)]) chmodSync(folder, 0o555);
    mkdirSync(dirname(marker), { recursive: true });
    written += writeNew(marker, Buffer.from(sum), 0o666);
  }
  return { files: written, bytes, refused };
}

/** `a/b/c.go` lies in `a` and `a/b`. */
function ancestors(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** Smaller buffers are parts of a pool that others use, too. */
const MIN_CHUNK = 64 * 1024;

/**
 * Throws when the frame is damaged, or holds more than the index says. The memory is given back as soon as the job is done,
 * for the next frame: what waits for the garbage collector makes it run, and costs a page fault for every new page.
 */
function decompress(frame: Uint8Array, rawLength: number): Disposable & { readonly bytes: Buffer } {
  const bytes = zstdDecompressSync(frame, {
    maxOutputLength: Math.max(1, rawLength),
    chunkSize: Math.max(MIN_CHUNK, rawLength + 1), // all of it in one chunk: several would be copied once more
  });
  if (bytes.length !== rawLength) throw new Error(`a frame holds ${bytes.length} bytes, not ${rawLength}`);
  return { bytes, [Symbol.dispose]: () => void (bytes.buffer as ArrayBuffer).transfer(0) };
}

/** Writes a file that is not there yet; an existing one (whatever it is) is left alone. What `size` has more is a hole. */
function writeNew(path: string, content: Uint8Array, mode: number, time?: number, size?: number): 0 | 1 {
  let file: number;
  try {
    file = openSync(path, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 0;
    throw error;
  }
  try {
    for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
    if (size !== undefined) ftruncateSync(file, size);
    if (time !== undefined) futimesSync(file, time, time);
  } finally {
    closeSync(file);
  }
  return 1;
}
