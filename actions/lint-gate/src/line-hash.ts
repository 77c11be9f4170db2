/** Characters (without spaces and tabs) that one line's hash covers. */
const BLOCK = 100;
const END_OF_FILE = 65_535;
const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];

/** 37^100 modulo 2^64, in two halves: what the text before a block weighs at the block's end. */
const WEIGHT = BigInt.asUintN(64, 37n ** 100n);
const WEIGHT_HIGH = Number(WEIGHT >> 32n);
const WEIGHT_LOW = Number(WEIGHT & 0xffff_ffffn);

/**
 * The `primaryLocationLineHash` of the lines of a file, as GitHub code scanning computes it (codeql-action,
 * `src/fingerprints.ts`): `h = 37 h + c` in 64 bits over the 100 characters from a line's start, and how often the same
 * value came before. Spaces and tabs do not count, every line end counts as LF, and behind the end come a mark and zeros.
 * Index 0 is line 1; the last entry is the empty line behind the final line end. With `wanted` (line numbers) the other
 * entries stay empty.
 *
 * One hash runs over the whole file; a line's own is the running hash at its end less 37^100 times the one at its start.
 * The 64 bits are a high half and two low quarters: BigInt would take some twenty times as long. Everything is in one loop
 * because it runs once for each character of each file with a finding.
 */
export function hashLines(text: string, wanted?: ReadonlySet<number>): string[] {
  const hashes: string[] = [];
  const limit = countLineEnds(text) + 1;
  const seen = new Occurrences(limit);
  /** Of each line that has begun: where, and the running hash there. */
  const starts = new Float64Array(3 * limit);
  let [high, second, first] = [0, 0, 0];
  let [begun, done, position, due] = [0, 0, 0, Number.POSITIVE_INFINITY];
  let [atStart, afterReturn] = [true, false];
  // The zeros behind the end are the last blocks' filling.
  for (let i = 0; i <= text.length + BLOCK; i++, position++) {
    let char = i < text.length ? text.charCodeAt(i) : i === text.length ? END_OF_FILE : 0;
    if (i < text.length) {
      const skipped = char === SPACE || char === TAB || (afterReturn && char === LF);
      afterReturn = char === CR;
      if (skipped) {
        position -= 1;
        continue;
      }
      if (afterReturn) char = LF;
    }
    if (position === due) {
      const block = subtractWeighted(high, second * 65_536 + first, starts, 3 * done);
      const times = seen.count(block.high, block.low);
      done += 1;
      hashes.push(!wanted || wanted.has(done) ? `${hex(block.high, block.low)}:${times}` : '');
      due = done < begun ? (starts[3 * done] as number) + BLOCK : Number.POSITIVE_INFINITY;
    }
    if (atStart && i <= text.length) {
      starts[3 * begun] = position;
      starts[3 * begun + 1] = high >>> 0;
      starts[3 * begun + 2] = second * 65_536 + first;
      begun += 1;
      if (due === Number.POSITIVE_INFINITY) due = position + BLOCK;
    }
    atStart = char === LF;
    const low = first * 37 + char;
    const middle = second * 37 + (low >>> 16);
    first = low & 0xffff;
    second = middle & 0xffff;
    high = (Math.imul(high, 37) + (middle >>> 16)) | 0;
  }
  return hashes;
}

/** The running hash `high`, `low` less 37^100 times the one in `starts` behind `row`, modulo 2^64. */
function subtractWeighted(
  high: number,
  low: number,
  starts: Float64Array,
  row: number,
): { high: number; low: number } {
  const [oldHigh, oldLow] = [starts[row + 1] as number, starts[row + 2] as number];
  const [quarter, rest] = [oldLow >>> 16, oldLow & 0xffff];
  // The low halves' product has 64 bits; in these parts each sum stays below 2^53.
  const small = rest * WEIGHT_LOW;
  const large = quarter * WEIGHT_LOW + Math.floor(small / 65_536);
  const productLow = (large % 65_536) * 65_536 + (small % 65_536);
  const carry = Math.floor(large / 65_536);
  const productHigh = Math.imul(oldHigh, WEIGHT_LOW) + Math.imul(oldLow, WEIGHT_HIGH) + carry;
  const borrow = low < productLow ? 1 : 0;
  return { high: (high - productHigh - borrow) >>> 0, low: (low - productLow) >>> 0 };
}

/** At least the number of line ends: CRLF counts twice. */
function countLineEnds(text: string): number {
  let ends = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === LF || char === CR) ends += 1;
  }
  return ends;
}

const hex = (high: number, low: number): string =>
  high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');

/** How often a 64-bit value was counted: an open table of halves and counts, without a string or an object for each value. */
class Occurrences {
  readonly #rows: Uint32Array;
  readonly #mask: number;

  constructor(values: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * values + 2));
    this.#rows = new Uint32Array(3 * size);
    this.#mask = size - 1;
  }

  count(high: number, low: number): number {
    const rows = this.#rows;
    for (let slot = (high ^ low) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = 3 * slot;
      const times = rows[row + 2] as number;
      if (times > 0 && (rows[row] !== high || rows[row + 1] !== low)) continue;
      rows[row] = high;
      rows[row + 1] = low;
      rows[row + 2] = times + 1;
      return times + 1;
    }
  }
}
