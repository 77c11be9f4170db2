/** The text of a file, and its lines for columns and fingerprints; lines are cut out when they are asked for. */
export class SourceText {
  readonly text: string;
  #starts: Uint32Array | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** A line without its end, 1-based; `undefined` past the end. */
  line(number: number): string | undefined {
    this.#starts ??= findLines(this.text);
    const start = this.#starts[number - 1];
    if (start === undefined) return undefined;
    const next = this.#starts[number];
    return this.text.slice(start, next).replace(/\r?\n$|\r$/, '');
  }
}

export type Sources = ReadonlyMap<string, SourceText>;

const [LF, CR] = [10, 13];

/** Where each line starts; LF, CRLF and a lone CR end one. */
function findLines(text: string): Uint32Array {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === LF || (char === CR && text.charCodeAt(i + 1) !== LF)) starts.push(i + 1);
  }
  return Uint32Array.from(starts);
}

/** Turns a 1-based byte column (Go's) into a 1-based column of UTF-16 units (GitHub's, SARIF's). */
export function utf16Column(line: string, byteColumn: number): number {
  if (byteColumn <= 1) return 1;
  // Only a line with something beyond ASCII in front needs its bytes counted.
  const head = line.slice(0, byteColumn - 1);
  if (!/[\x80-\uffff]/.test(head)) return byteColumn;
  return (
    Buffer.from(line)
      .subarray(0, byteColumn - 1)
      .toString('utf8').length + 1
  );
}
