const ZERO = 48;
const PLUS = 43;
const SPACE = 32;
export const MAX_INT32 = 2 ** 31 - 1;

/** Reads numbers from the end of a line towards its start, so that names may hold spaces and colons. */
export class LineEnd {
  ok = true;
  at: number;
  readonly #bytes: Buffer;
  readonly #from: number;

  constructor(bytes: Buffer, from: number, to: number) {
    this.#bytes = bytes;
    this.#from = from;
    this.at = to;
  }

  /** The number between the last `separator` before `at` and `at`; moves `at` to the separator. */
  number(separator: number): number {
    const end = this.at;
    let start = end - 1;
    while (start >= this.#from && this.#bytes[start] !== separator) start -= 1;
    this.at = Math.max(start, this.#from);
    let i = start + 1;
    // strconv.Atoi takes a sign, and the format refuses negative numbers: a plus is all that is left.
    if (this.#bytes[i] === PLUS) i += 1;
    if (start < this.#from || i >= end || end - i > 18) this.ok = false;
    let value = 0;
    for (; i < end; i++) {
      const digit = (this.#bytes[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) this.ok = false;
      value = value * 10 + digit;
    }
    // Counts may be large; lines, columns and statements are kept in 32 bits.
    if (separator !== SPACE && value > MAX_INT32) this.ok = false;
    return value;
  }
}
