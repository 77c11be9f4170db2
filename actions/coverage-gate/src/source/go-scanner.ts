import { type Comment, type GoTokens, TOKEN, TokenColumns } from './go-tokens.ts';

const LF = 10;
const SLASH = 0x2f;
const STAR = 0x2a;
const EQUALS = 0x3d;

/** What a byte can begin. Letters, digits and everything that is not ASCII are words: `1.5e3` comes in pieces, without harm. */
const SPACE = 1;
const WORD = 2;
const DIGIT = 3;
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x20 || byte === 0x09 || byte === 0x0d) return SPACE;
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  return /[A-Za-z_\x80-\xff]/.test(String.fromCharCode(byte)) ? WORD : 0;
});

const BRACKETS = new Map<string, number>([
  ['{', TOKEN.leftBrace],
  ['}', TOKEN.rightBrace],
  ['(', TOKEN.leftParen],
  [')', TOKEN.rightParen],
  ['[', TOKEN.leftParen],
  [']', TOKEN.rightParen],
  [':', TOKEN.colon],
]);
const PUNCTUATION = Uint8Array.from(
  { length: 256 },
  (_, byte) => BRACKETS.get(String.fromCharCode(byte)) ?? 0,
);

const KEYWORDS = (
  [
    ['func', TOKEN.func],
    ['struct', TOKEN.struct],
    ['interface', TOKEN.interface],
    ['case', TOKEN.case],
    ['default', TOKEN.case],
  ] as const
).map(([text, kind]) => ({ bytes: Buffer.from(text), kind }));

/**
 * Splits Go source into tokens, as far as coverage needs it: where tokens are, braces, brackets, colons and a few keywords.
 * Operators come byte by byte except `:=`. Never throws: what is unfinished ends with its line (or the file, for comments and
 * raw strings), and go itself has refused such files before there is any coverage of them.
 */
export function scanGo(source: Buffer): GoTokens {
  const columns = new TokenColumns(source.length);
  columns.addLine(0);
  const comments: Comment[] = [];
  const length = source.length;
  let line = 1;
  // A byte order mark belongs to no token.
  let at = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0;
  while (at < length) {
    const byte = source[at] ?? 0;
    const kind = CLASS[byte];
    const start = at;
    const startLine = line;
    if (kind === SPACE) {
      at += 1;
    } else if (kind === WORD) {
      while (at < length && (CLASS[source[at] ?? 0] ?? 0) >= WORD) at += 1;
      columns.add(wordKind(source, start, at), start, at, line);
    } else if (byte === LF) {
      line += 1;
      columns.addLine(++at);
    } else if (byte === SLASH && source[at + 1] === SLASH) {
      while (at < length && source[at] !== LF) at += 1;
      if (speaksOfCoverage(source, start) || (isStartOfLine(source, start) && isDirective(source, start)))
        comments.push({ text: source.toString('utf8', start, at), line, start, end: at });
    } else if (byte === SLASH && source[at + 1] === STAR) {
      at = afterClose(source, '*/', at + 2);
      if (isDirective(source, start))
        comments.push({ text: source.toString('utf8', start, at), line, start, end: at });
      line = addLines(columns, source, start, at, line);
    } else if (byte === 0x60) {
      at = afterClose(source, '`', at + 1);
      line = addLines(columns, source, start, at, line);
      columns.add(TOKEN.literal, start, at, startLine);
    } else if (byte === 0x22 || byte === 0x27) {
      at = afterQuoted(source, at, byte);
      columns.add(TOKEN.literal, start, at, line);
    } else if (byte === 0x3a && source[at + 1] === EQUALS) {
      at += 2;
      columns.add(TOKEN.other, start, at, line);
    } else {
      at += 1;
      columns.add(PUNCTUATION[byte] ?? TOKEN.other, start, at, line);
    }
  }
  return columns.view(comments);
}

/** Notes the lines that begin in [from, to), in a comment or a raw string; returns the number of the last one. */
function addLines(columns: TokenColumns, source: Buffer, from: number, to: number, line: number): number {
  let last = line;
  for (let at = from; at < to; at++) {
    if (source[at] !== LF) continue;
    last += 1;
    columns.addLine(at + 1);
  }
  return last;
}

function wordKind(source: Buffer, start: number, end: number): number {
  // Most words end here: no keyword of interest begins otherwise, is shorter or longer.
  const first = source[start];
  if (
    end - start < 4 ||
    end - start > 9 ||
    (first !== 0x66 && first !== 0x73 && first !== 0x69 && first !== 0x63 && first !== 0x64)
  )
    return TOKEN.word;
  for (const { bytes, kind } of KEYWORDS) if (isAt(source, bytes, start, end)) return kind;
  return TOKEN.word;
}

function isAt(source: Buffer, text: Buffer, start: number, end: number): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (source[start + i] !== text[i]) return false;
  return true;
}

const COVERAGE = Buffer.from('coverage');

/** Whether `//coverage` or `// coverage` stands at `at`. */
function speaksOfCoverage(source: Buffer, at: number): boolean {
  const word = at + (source[at + 2] === 0x20 ? 3 : 2);
  return isAt(source, COVERAGE, word, word + COVERAGE.length);
}

const LINE = Buffer.from('line ');

/** Whether `//line ` or `/*line ` stands at `at` (cmd/compile, "Compiler Directives"). */
const isDirective = (source: Buffer, at: number): boolean => isAt(source, LINE, at + 2, at + 2 + LINE.length);

const isStartOfLine = (source: Buffer, at: number): boolean => at === 0 || source[at - 1] === LF;

function afterClose(source: Buffer, close: string, from: number): number {
  const found = source.indexOf(close, from, 'latin1');
  return found < 0 ? source.length : found + close.length;
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
