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
 * One hash runs over the whole file; a line's own is the running hash at its block's end less 37^100 times the one at its
 * start. The 64 bits are a high half and two low quarters: BigInt would take some twenty times as long.
 */
export function hashLines(text: string, wanted?: ReadonlySet<number>): string[] {
  const { units, starts } = readUnits(text);
  const hashes: string[] = [];
  const seen = new Occurrences(starts.length);
  /** Of each line that has begun: the running hash there, in halves. */
  const begun = new Uint32Array(2 * starts.length);
  let [high, second, first] = [0, 0, 0];
  let [position, opened] = [0, 0];
  while (hashes.length < starts.length) {
    const done = hashes.length;
    const due = (starts[done] as number) + BLOCK;
    const opens = starts[opened] ?? due;
    const stop = opens < due ? opens : due;
    // Once for each character of each file with a finding.
    for (; position < stop; position++) {
      const low = first * 37 + (units[position] as number);
      const middle = second * 37 + (low >>> 16);
      first = low & 0xffff;
      second = middle & 0xffff;
      high = (Math.imul(high, 37) + (middle >>> 16)) | 0;
    }
    const low = second * 65_536 + first;
    if (stop === opens && opened < starts.length) {
      begun[2 * opened] = high;
      begun[2 * opened + 1] = low;
      opened += 1;
      continue;
    }
    const block = subtractWeighted(high, low, begun[2 * done] as number, begun[2 * done + 1] as number);
    const times = seen.count(block.high, block.low);
    hashes.push(!wanted || wanted.has(done + 1) ? `${hex(block.high, block.low)}:${times}` : '');
  }
  return hashes;
}

/** The characters that count, with the mark and the zeros of the last blocks behind them, and where each line starts in them. */
function readUnits(text: string): { units: Uint16Array; starts: readonly number[] } {
  const units = new Uint16Array(text.length + 1 + BLOCK);
  const starts = [0];
  let length = 0;
  let afterReturn = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const counts = char !== SPACE && char !== TAB && !(afterReturn && char === LF);
    afterReturn = char === CR;
    if (!counts) continue;
    units[length++] = afterReturn ? LF : char;
    if (char === LF || afterReturn) starts.push(length);
  }
  units[length] = END_OF_FILE;
  return { units, starts };
}

/** The running hash `high`, `low` less 37^100 times the one at the block's start, modulo 2^64. */
function subtractWeighted(
  high: number,
  low: number,
  oldHigh: number,
  oldLow: number,
): { high: number; low: number } {
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
