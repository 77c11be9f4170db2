import { crc32, inflateRawSync } from 'node:zlib';
import { type MadeEntry, makeZip } from '@go-actions/test-kit';
import {
  locateData,
  MAX_BYTES,
  MAX_FILES,
  parseZipDirectory,
  parseZipEnd,
  TAIL_BYTES,
} from '@go-actions/zip';
import { expect, it } from 'vitest';

const SEED = 20_261_130;

/** Bytes that mean something in a directory or a path: nothing, everything, a dot, a slash. */
const ODD = [0, 0xff, 0x2e, 0x2f];

/** Mulberry32: the same numbers on every machine. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function read(zip: Buffer): { path: string; start: number; end: number }[] {
  const end = parseZipEnd(zip.subarray(Math.max(0, zip.length - TAIL_BYTES)), zip.length);
  return parseZipDirectory(zip.subarray(end.offset, end.offset + end.size), end).map((entry) => {
    const start = locateData(zip.subarray(entry.offset), entry);
    return { path: entry.path, start, end: start + entry.compressedSize };
  });
}

it(`reads a damaged zip as files inside the folder, or refuses it in our words (seed ${SEED})`, () => {
  const next = numbers(SEED);
  const whole = makeZip([
    { path: 'a/b.txt', content: 'hello '.repeat(50) },
    { path: 'a/c.txt', content: '' },
    { path: 'd', content: 'x'.repeat(300) },
  ]);
  expect(read(whole).map(({ path }) => path)).toEqual(['a/b.txt', 'a/c.txt', 'd']);
  let refused = 0;
  for (let round = 0; round < 4_000; round++) {
    const zip = Buffer.from(whole.subarray(0, next() < 0.2 ? Math.floor(next() * whole.length) : undefined));
    for (let flips = 1 + Math.floor(next() * 4); flips > 0 && zip.length > 0; flips--) {
      // Most of what decides stands in the directory, behind the files.
      const at = Math.floor((next() < 0.7 ? 1 - next() * 0.3 : next()) * zip.length) % zip.length;
      zip[at] = next() < 0.3 ? (ODD[Math.floor(next() * 4)] ?? 0) : Math.floor(next() * 256);
    }
    try {
      for (const { path } of read(zip))
        expect(path.split('/').some((part) => part === '' || part === '.' || part === '..')).toBe(false);
    } catch (error) {
      refused++;
      expect(`${round}: ${(error as Error).message}`).toMatch(/^\d+: expected /);
    }
  }
  expect(refused).toBeGreaterThan(1_000);
});

it('gives what another tool needs to unpack the files: place, sizes, sum and method', () => {
  const zip = makeZip([
    { path: 'folder/', content: '', method: 0, mode: 0o040755 },
    { path: 'stored', content: 'as it is', method: 0 },
    { path: 'deflated', content: 'again '.repeat(40) },
  ]);
  const end = parseZipEnd(zip, zip.length);
  expect(end.entries).toBe(3);
  const entries = parseZipDirectory(zip.subarray(end.offset, end.offset + end.size), end);
  const contents = entries.map((entry) => {
    const start = locateData(zip.subarray(entry.offset, entry.offset + 30), entry);
    const bytes = zip.subarray(start, start + entry.compressedSize);
    const content = (entry.stored ? bytes : inflateRawSync(bytes)).toString();
    return [entry.path, entry.stored, content, entry.size === content.length, entry.crc32 === crc32(content)];
  });
  expect(contents).toEqual([
    ['stored', true, 'as it is', true, true],
    ['deflated', false, 'again '.repeat(40), true, true],
  ]);
});

const plain: MadeEntry = { path: 'a', content: 'x' };
it.each<{ name: string; entries: readonly MadeEntry[]; edit?: (zip: Buffer) => Buffer; throws: string }>([
  { name: 'one path twice', entries: [plain, plain], throws: 'each path once' },
  { name: 'a link', entries: [{ ...plain, mode: 0o120777 }], throws: 'a link or device' },
  { name: 'a device', entries: [{ ...plain, mode: 0o020666 }], throws: 'a link or device' },
  { name: 'a folder that is a file', entries: [{ ...plain, path: 'a/' }], throws: 'a link or device' },
  { name: 'a file that is a folder', entries: [{ ...plain, mode: 0o040755 }], throws: 'a link or device' },
  { name: 'encryption', entries: [{ ...plain, flags: 1 }], throws: 'plain deflate' },
  { name: 'another method', entries: [{ ...plain, method: 12 }], throws: 'plain deflate' },
  {
    name: 'more bytes than there may be',
    entries: [
      { ...plain, size: MAX_BYTES },
      { ...plain, path: 'b' },
    ],
    throws: `at most ${MAX_BYTES} bytes`,
  },
  { name: 'a path that leaves', entries: [{ ...plain, path: '../a' }], throws: 'inside the folder' },
  { name: 'nothing at all', entries: [], edit: () => Buffer.alloc(0), throws: 'expected a zip file' },
  {
    name: 'a file of a split archive',
    entries: [plain],
    edit: (zip) => set(zip, 4, 1),
    throws: 'in one part',
  },
  {
    name: 'the directory on another part',
    entries: [plain],
    edit: (zip) => set(zip, 6, 1),
    throws: 'in one part',
  },
  { name: 'two counts', entries: [plain], edit: (zip) => set(zip, 8, 2), throws: 'in one part' },
  {
    name: 'too many files',
    entries: [plain],
    edit: (zip) => set(set(zip, 8, MAX_FILES + 1), 10, MAX_FILES + 1),
    throws: `at most ${MAX_FILES} files`,
  },
  {
    name: 'a count beyond its entries',
    entries: [plain],
    edit: (zip) => set(set(zip, 8, 2), 10, 2),
    throws: 'a whole zip directory',
  },
  {
    name: 'a directory behind the end',
    entries: [plain],
    edit: (zip) => set(zip, 16, 0xfff),
    throws: 'inside the zip file',
  },
])('refuses $name', ({ entries, edit = (zip) => zip, throws }) => {
  expect(() => read(edit(makeZip(entries)))).toThrow(throws);
});

it('takes as many files as it may, a comment, and the end behind one that looks like an end', () => {
  const zip = makeZip([plain], 'PK\x05\x06 is no end');
  expect(read(zip).map(({ path }) => path)).toEqual(['a']);
  const count = set(set(makeZip([plain]), 8, MAX_FILES), 10, MAX_FILES);
  expect(parseZipEnd(count, count.length).entries).toBe(MAX_FILES);
});

it('asks only Unix and macOS what kind of file an entry is', () => {
  for (const [system, refused] of [
    [0, false],
    [3, true],
    [10, false],
    [19, true],
  ] as const) {
    const zip = makeZip([{ ...plain, mode: 0o120777 }]);
    zip[zip.indexOf('PK\x01\x02') + 5] = system;
    if (refused) expect(() => read(zip)).toThrow('a link or device');
    else expect(read(zip)).toHaveLength(1);
  }
});

it('finds the bytes behind a name and an extra field, and refuses what is no local header', () => {
  const entry = { path: 'a', stored: true, crc32: 0, compressedSize: 1, size: 1, offset: 100 };
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(5, 28);
  expect(locateData(header, entry)).toBe(138);
  expect(() => locateData(header.subarray(0, 29), entry)).toThrow('where the zip directory says');
  expect(() => locateData(Buffer.alloc(30), entry)).toThrow('where the zip directory says');
});

/** Writes a field of the end record. */
function set(zip: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(zip);
  copy.writeUInt16LE(value, copy.lastIndexOf('PK\x05\x06') + at);
  return copy;
}
