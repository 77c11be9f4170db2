/** What the gate needs to know of a token; every other token is `other`. */
export const TOKEN = {
  other: 0,
  leftBrace: 1,
  rightBrace: 2,
  leftParen: 3,
  rightParen: 4,
  colon: 5,
  func: 6,
  struct: 7,
  interface: 8,
  case: 9,
  word: 10,
  literal: 11,
} as const;

/** A `// …` comment that begins with `coverage`, or a line directive; all others are passed over. Offsets in bytes. */
export type Comment = {
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
};

/** The tokens of a Go file, in order; columns of numbers, all of the same length. */
export type GoTokens = {
  readonly kind: Uint8Array;
  /** Byte offsets; `end` is exclusive. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** 1-based line of the first byte. */
  readonly line: Int32Array;
  /** Byte offset of each line's first byte; index 0 is line 1. */
  readonly lineStart: Int32Array;
  readonly comments: readonly Comment[];
};

/** Columns that grow: Go source has a token for some five bytes, and a line for some thirty. */
export class TokenColumns {
  kind: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  line: Int32Array;
  lineStart: Int32Array;
  size = 0;
  lines = 0;

  constructor(bytes: number) {
    const tokens = 64 + Math.ceil(bytes / 4);
    this.kind = new Uint8Array(tokens);
    this.start = new Int32Array(tokens);
    this.end = new Int32Array(tokens);
    this.line = new Int32Array(tokens);
    this.lineStart = new Int32Array(64 + Math.ceil(bytes / 20));
  }

  add(kind: number, start: number, end: number, line: number): void {
    const at = this.size++;
    if (at === this.kind.length) {
      this.kind = twice(this.kind);
      this.start = twice(this.start);
      this.end = twice(this.end);
      this.line = twice(this.line);
    }
    this.kind[at] = kind;
    this.start[at] = start;
    this.end[at] = end;
    this.line[at] = line;
  }

  addLine(start: number): void {
    const at = this.lines++;
    if (at === this.lineStart.length) this.lineStart = twice(this.lineStart);
    this.lineStart[at] = start;
  }

  view(comments: readonly Comment[]): GoTokens {
    return {
      kind: this.kind.subarray(0, this.size),
      start: this.start.subarray(0, this.size),
      end: this.end.subarray(0, this.size),
      line: this.line.subarray(0, this.size),
      lineStart: this.lineStart.subarray(0, this.lines),
      comments,
    };
  }
}

function twice<T extends Uint8Array | Int32Array>(values: T): T {
  const more = new (values.constructor as new (length: number) => T)(values.length * 2);
  more.set(values);
  return more;
}
