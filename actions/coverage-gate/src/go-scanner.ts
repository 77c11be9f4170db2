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

/** A `// …` comment that begins with `coverage`; all others are passed over. */
export type Comment = { readonly text: string; readonly line: number };

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

const KEYWORDS = new Map<string, number>([
  ['func', TOKEN.func],
  ['struct', TOKEN.struct],
  ['interface', TOKEN.interface],
  ['case', TOKEN.case],
  ['default', TOKEN.case],
]);

const PUNCTUATION: Readonly<Record<number, number>> = {
  123: TOKEN.leftBrace,
  125: TOKEN.rightBrace,
  40: TOKEN.leftParen,
  41: TOKEN.rightParen,
  91: TOKEN.leftParen,
  93: TOKEN.rightParen,
  58: TOKEN.colon,
};

const LF = 10;
const SLASH = 0x2f;
const STAR = 0x2a;
const EQUALS = 0x3d;

class TokenList {
  #kind = new Uint8Array(4096);
  #start = new Int32Array(4096);
  #end = new Int32Array(4096);
  #line = new Int32Array(4096);
  #size = 0;

  clear(): void {
    this.#size = 0;
  }

  add(kind: number, start: number, end: number, line: number): void {
    if (this.#size === this.#kind.length) this.#grow();
    this.#kind[this.#size] = kind;
    this.#start[this.#size] = start;
    this.#end[this.#size] = end;
    this.#line[this.#size++] = line;
  }

  columns() {
    const size = this.#size;
    return {
      kind: this.#kind.slice(0, size),
      start: this.#start.slice(0, size),
      end: this.#end.slice(0, size),
      line: this.#line.slice(0, size),
    };
  }

  #grow(): void {
    const twice = <T extends Uint8Array | Int32Array>(make: (length: number) => T, values: T): T => {
      const more = make(values.length * 2);
      more.set(values);
      return more;
    };
    this.#kind = twice((length) => new Uint8Array(length), this.#kind);
    this.#start = twice((length) => new Int32Array(length), this.#start);
    this.#end = twice((length) => new Int32Array(length), this.#end);
    this.#line = twice((length) => new Int32Array(length), this.#line);
  }
}

/** Used again for every file: fresh columns for each would be most of the memory that a run needs. */
const list = new TokenList();

/**
 * Splits Go source into tokens, as far as coverage needs it: where tokens are, braces, brackets, colons and a few keywords.
 * Operators come byte by byte except `:=`. Never throws: what is unfinished ends with its line (or the file, for comments and
 * raw strings), and go itself has refused such files before there is any coverage of them.
 */
export function scanGo(source: Buffer): GoTokens {
  list.clear();
  const lineStart = [0];
  const comments: Comment[] = [];
  let line = 1;
  const advanceLines = (from: number, to: number) => {
    for (let at = source.indexOf(LF, from); at >= 0 && at < to; at = source.indexOf(LF, at + 1)) {
      line += 1;
      lineStart.push(at + 1);
    }
  };
  for (let at = source[0] === 0xef && source[1] === 0xbb ? 3 : 0; at < source.length; ) {
    const byte = source[at] ?? 0;
    const start = at;
    const startLine = line;
    if (byte === LF) {
      line += 1;
      lineStart.push(++at);
    } else if (byte === 0x20 || byte === 0x09 || byte === 0x0d) {
      at += 1;
    } else if (byte === SLASH && (source[at + 1] === SLASH || source[at + 1] === STAR)) {
      at = source[at + 1] === SLASH ? endOf(source, LF, at) : afterBlockComment(source, at);
      advanceLines(start, at);
      if (speaksOfCoverage(source, start)) comments.push({ text: source.toString('utf8', start, at), line });
    } else if (isWord(byte)) {
      while (at < source.length && isWordPart(source[at] ?? 0)) at += 1;
      // The longest keyword of interest has nine letters.
      const keyword = at - start <= 9 ? KEYWORDS.get(source.toString('latin1', start, at)) : undefined;
      list.add(keyword ?? TOKEN.word, start, at, startLine);
    } else if (byte === 0x60) {
      const close = source.indexOf(0x60, at + 1);
      at = close < 0 ? source.length : close + 1;
      advanceLines(start, at);
      list.add(TOKEN.literal, start, at, startLine);
    } else if (byte === 0x22 || byte === 0x27) {
      at = afterQuoted(source, at, byte);
      list.add(TOKEN.literal, start, at, startLine);
    } else {
      at += byte === 0x3a && source[at + 1] === EQUALS ? 2 : 1;
      list.add(at - start === 2 ? TOKEN.other : (PUNCTUATION[byte] ?? TOKEN.other), start, at, startLine);
    }
  }
  return { ...list.columns(), lineStart: Int32Array.from(lineStart), comments };
}

/** Letters, digits and everything that is not ASCII: numbers such as `1.5e3` come in pieces, which does no harm. */
function isWord(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte >= 0x80;
}

function isWordPart(byte: number): boolean {
  return isWord(byte) || (byte >= 0x30 && byte <= 0x39);
}

const COVERAGE = Buffer.from('coverage');

/** Whether `//coverage` or `// coverage` stands at `at`. */
function speaksOfCoverage(source: Buffer, at: number): boolean {
  if (source[at + 1] !== SLASH) return false;
  const word = at + (source[at + 2] === 0x20 ? 3 : 2);
  return (
    source[word] === COVERAGE[0] &&
    source.compare(COVERAGE, 0, COVERAGE.length, word, word + COVERAGE.length) === 0
  );
}

function endOf(source: Buffer, byte: number, from: number): number {
  const found = source.indexOf(byte, from);
  return found < 0 ? source.length : found;
}

function afterBlockComment(source: Buffer, from: number): number {
  const close = source.indexOf('*/', from + 2, 'latin1');
  return close < 0 ? source.length : close + 2;
}

function afterQuoted(source: Buffer, from: number, quote: number): number {
  for (let at = from + 1; at < source.length; at++) {
    const byte = source[at];
    if (byte === LF) return at;
    if (byte === quote) return at + 1;
    if (byte === 0x5c) at += 1;
  }
  return source.length;
}
