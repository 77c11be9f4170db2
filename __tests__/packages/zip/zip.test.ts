import { makeZip } from '@go-actions/test-kit';
import { locateData, parseZipDirectory, parseZipEnd, TAIL_BYTES } from '@go-actions/zip';
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
