/** The text of a file by line, for columns and fingerprints. */
export class SourceText {
  readonly #text: string;
  #lines: string[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** A line without its end, 1-based; `undefined` past the end. */
  line(number: number): string | undefined {
    this.#lines ??= this.#text.split(/\r\n|\n|\r/);
    return this.#lines[number - 1];
  }
}

export type Sources = ReadonlyMap<string, SourceText>;

/** Turns a 1-based byte column (Go's) into a 1-based column of UTF-16 units (GitHub's, SARIF's). */
export function utf16Column(line: string, byteColumn: number): number {
  if (byteColumn <= 1) return 1;
  // Only a line with something beyond ASCII in front needs its bytes counted.
  const head = line.slice(0, byteColumn - 1);
  if (/^[\0-\x7f]*$/.test(head)) return byteColumn;
  return (
    Buffer.from(line)
      .subarray(0, byteColumn - 1)
      .toString('utf8').length + 1
  );
}
