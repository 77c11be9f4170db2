/** Characters (without spaces and tabs) that one line's hash covers. */
const BLOCK = 100;
const END_OF_FILE = 65_535;
const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];
const UNSET = -1;

/** 37^100 modulo 2^64, in two halves: what a character weighs when it leaves the window. */
const LEAVING = BigInt.asUintN(64, 37n ** 100n);
const LEAVING_HIGH = Number(LEAVING >> 32n);
const LEAVING_LOW = Number(LEAVING & 0xffff_ffffn);

/**
 * The `primaryLocationLineHash` of the lines of a file, as GitHub code scanning computes it (codeql-action,
 * `src/fingerprints.ts`): a rolling hash over the next 100 characters, `h = 37 h + c - 37^100 c'` in 64 bits, and how often
 * the same value came before. Index 0 is line 1; the last entry is the empty line behind the final line end. With `wanted`
 * (line numbers) the other entries stay empty.
 * The 64 bits are kept as two halves: BigInt would take some twenty times as long. Everything is in one loop because it runs
 * once for each character of each file with a finding.
 */
export function hashLines(text: string, wanted?: ReadonlySet<number>): string[] {
  const hashes: string[] = [];
  const seen = new Occurrences();
  const chars = readChars(text);
  const window = new Uint16Array(BLOCK);
  const starts = new Int32Array(BLOCK).fill(UNSET);
  let [high, low, at, line, lineStart] = [0, 0, 0, 0, true];
  // The zeros behind the end push the last lines' starts out of the window.
  for (let i = 0; i < chars.length + BLOCK; i++) {
    const start = starts[at] as number;
    if (start !== UNSET) {
      const times = seen.count(high, low);
      hashes[start - 1] = !wanted || wanted.has(start) ? `${hex(high, low)}:${times}` : '';
      starts[at] = UNSET;
    }
    const char = i < chars.length ? (chars[i] as number) : 0;
    if (lineStart && i < chars.length) starts[at] = ++line;
    lineStart = char === LF;
    const leaving = window[at] as number;
    window[at] = char;
    // Every term stays below 2^53: halves have 32 bits, a character has 16.
    const sum = low * 37 + char - LEAVING_LOW * leaving;
    high = (high * 37 - LEAVING_HIGH * leaving + Math.floor(sum / 4_294_967_296)) >>> 0;
    low = sum >>> 0;
    at = at + 1 === BLOCK ? 0 : at + 1;
  }
  return hashes;
}

/** The characters that count: no spaces and tabs, every line end as LF, and the mark of the end. */
function readChars(text: string): Uint16Array {
  const chars = new Uint16Array(text.length + 1);
  let length = 0;
  let afterReturn = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const skipped = char === SPACE || char === TAB || (afterReturn && char === LF);
    afterReturn = char === CR;
    if (!skipped) chars[length++] = afterReturn ? LF : char;
  }
  chars[length++] = END_OF_FILE;
  return chars.subarray(0, length);
}

const hex = (high: number, low: number): string =>
  high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');

/** How often a 64-bit value was counted, without making a string of it: by its low half, then by its high half. */
class Occurrences {
  readonly #byLow = new Map<number, Map<number, number>>();

  count(high: number, low: number): number {
    let byHigh = this.#byLow.get(low);
    if (!byHigh) {
      byHigh = new Map();
      this.#byLow.set(low, byHigh);
    }
    const times = (byHigh.get(high) ?? 0) + 1;
    byHigh.set(high, times);
    return times;
  }
}
