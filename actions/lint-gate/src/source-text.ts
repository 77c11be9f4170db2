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
    return this.#slice(number)?.toString('utf8');
  }

  /** Turns a line's 1-based byte column (Go's) into a 1-based column of UTF-16 units (GitHub's, SARIF's). */
  utf16Column(line: number, byteColumn: number): number {
    const bytes = this.#slice(line);
    return bytes ? bytes.toString('utf8', 0, Math.max(0, byteColumn - 1)).length + 1 : byteColumn;
  }

  #slice(number: number): Buffer | undefined {
    this.#starts ??= findLines(this.#bytes);
    const start = this.#starts[number - 1];
    if (start === undefined) return undefined;
    let end = this.#starts[number] ?? this.#bytes.length;
    while (end > start && (this.#bytes[end - 1] === LF || this.#bytes[end - 1] === CR)) end -= 1;
    return this.#bytes.subarray(start, end);
  }
}

/** By path relative to the repository's root. */
export type Sources = ReadonlyMap<string, SourceText>;

/** Where each line starts; LF, CRLF and a lone CR end one. */
function findLines(bytes: Uint8Array): Uint32Array {
  const starts = [0];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === LF || (byte === CR && bytes[i + 1] !== LF)) starts.push(i + 1);
  }
  return Uint32Array.from(starts);
}
