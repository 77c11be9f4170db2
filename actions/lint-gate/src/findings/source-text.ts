const [LF, CR] = [10, 13];

/**
 * A file with findings, kept as the bytes that were read: Go counts columns in bytes, and most files are asked for a line or
 * two only.
 */
export class SourceText {
  readonly #bytes: Buffer;
  #starts: Uint32Array | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** All of it, decoded anew each time. */
  get text(): string {
    return this.#bytes.toString('utf8');
  }

  /** A line without its end, 1-based; `undefined` past the end. */
  line(number: number): string | undefined {
    return this.#lineBytes(number)?.toString('utf8');
  }

  /** Turns a line's 1-based byte column (Go's) into a 1-based column of UTF-16 units (GitHub's, SARIF's). */
  utf16Column(line: number, byteColumn: number): number {
    const bytes = this.#lineBytes(line);
    return bytes ? bytes.toString('utf8', 0, Math.max(0, byteColumn - 1)).length + 1 : byteColumn;
  }

  /** In bytes. */
  get size(): number {
    return this.#bytes.length;
  }

  /** The bytes from one offset up to, without, another. */
  slice(start: number, end: number): Buffer {
    return this.#bytes.subarray(start, end);
  }

  /** The 1-based line of the byte at an offset; behind the last byte it is the line that would follow. */
  lineAt(offset: number): number {
    const starts = this.#lines();
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** The offset at which a 1-based line starts; the size past the last one. */
  startOf(number: number): number {
    return this.#lines()[number - 1] ?? this.#bytes.length;
  }

  #lines(): Uint32Array {
    this.#starts ??= findLines(this.#bytes);
    return this.#starts;
  }

  #lineBytes(number: number): Buffer | undefined {
    const start = this.#lines()[number - 1];
    if (start === undefined) return undefined;
    let end = this.startOf(number + 1);
    while (end > start && (this.#bytes[end - 1] === LF || this.#bytes[end - 1] === CR)) end -= 1;
    return this.#bytes.subarray(start, end);
  }
}

/** By path relative to the repository's root. */
export type Sources = ReadonlyMap<string, SourceText>;

/** Where each line starts; LF, CRLF and a lone CR end one. Most files have no CR, and are searched by native code. */
function findLines(bytes: Buffer): Uint32Array {
  const starts = [0];
  if (!bytes.includes(CR)) {
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, end + 1)) starts.push(end + 1);
    return Uint32Array.from(starts);
  }
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === LF || (byte === CR && bytes[i + 1] !== LF)) starts.push(i + 1);
  }
  return Uint32Array.from(starts);
}
