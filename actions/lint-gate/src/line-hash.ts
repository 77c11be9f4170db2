/** Characters (without spaces and tabs) that one line's hash covers. */
const BLOCK = 100;
const END_OF_FILE = 65_535;
const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];

/**
 * The `primaryLocationLineHash` of every line of a file, as GitHub code scanning computes it (codeql-action,
 * `src/fingerprints.ts`): a rolling hash over the next 100 characters, `h = 37 h + c - 37^100 c'` in 64 bits, and how often
 * the same value came before. Index 0 is line 1; the last entry is the empty line behind the final line end.
 * The 64 bits are kept as two halves: BigInt would take some twenty times as long.
 */
export function hashLines(text: string): string[] {
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  const window = new Uint16Array(BLOCK);
  const starts = new Int32Array(BLOCK).fill(-1);
  let high = 0;
  let low = 0;
  let at = 0;
  let line = 0;
  let lineStart = true;

  const emit = () => {
    const value = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
    const times = (seen.get(value) ?? 0) + 1;
    seen.set(value, times);
    hashes[(starts[at] as number) - 1] = `${value}:${times}`;
    starts[at] = -1;
  };
  const roll = (char: number) => {
    const leaving = window[at] as number;
    window[at] = char;
    // Every term stays below 2^53: halves have 32 bits, a character has 16.
    const sum = low * 37 + char - LEAVING_LOW * leaving;
    high = (high * 37 - LEAVING_HIGH * leaving + Math.floor(sum / 2 ** 32)) >>> 0;
    low = sum >>> 0;
    at = (at + 1) % BLOCK;
  };
  const feed = (char: number) => {
    if (starts[at] !== -1) emit();
    if (lineStart) starts[at] = ++line;
    lineStart = char === LF;
    roll(char);
  };

  let afterReturn = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const skipped = char === SPACE || char === TAB || (afterReturn && char === LF);
    afterReturn = char === CR;
    if (!skipped) feed(char === CR ? LF : char);
  }
  feed(END_OF_FILE);
  for (let i = 0; i < BLOCK; i++) {
    if (starts[at] !== -1) emit();
    roll(0);
  }
  return hashes;
}

/** 37^100 modulo 2^64: what a character weighs when it leaves the window. */
const LEAVING = BigInt.asUintN(64, 37n ** 100n);
const LEAVING_HIGH = Number(LEAVING >> 32n);
const LEAVING_LOW = Number(LEAVING & 0xffff_ffffn);
