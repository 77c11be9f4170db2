import type { Random } from '../coverage/random.ts';

/** Bytes and words that mean something in one of the formats. */
const WORDS = [
  '\0',
  '\xff\xff\xff\xff',
  '/',
  '..',
  '\n',
  '"',
  '\\u0000',
  '[',
  '{',
  '-1',
  '1e999',
  '__proto__',
  ',',
  '//',
  '\r',
  'null',
  ' ',
];

/** A few small changes of a document: bytes, cuts, repeats, and words that readers stumble over. */
export function changeBytes(seed: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(seed);
  // Tables stand at the beginning of large files.
  const reach = bytes.length > 100_000 && random.chance(0.9) ? 8_192 : bytes.length;
  for (let changes = 1 + random.below(6); changes > 0; changes--) {
    const at = random.below(Math.max(1, Math.min(reach, bytes.length)));
    if (random.chance(0.6) && bytes.length > 0) bytes[at] = random.below(256);
    else if (random.chance(0.2)) bytes = bytes.subarray(0, at);
    else if (bytes.length < 2_000_000) {
      const piece = random.chance(0.5)
        ? Buffer.from(random.pick(WORDS).repeat(1 + random.below(random.chance(0.02) ? 20_000 : 3)), 'latin1')
        : bytes.subarray(at, at + random.below(200));
      bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + random.below(20))]);
    }
  }
  return bytes;
}
