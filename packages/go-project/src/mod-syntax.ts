/** One directive of a go.mod or go.work file: `verb args…`, whether it stood alone or inside a `verb ( … )` block. */
export type Directive = {
  readonly line: number;
  readonly verb: string;
  /** Raw tokens: quoted ones keep their quotes, see `unquote`. */
  readonly args: readonly string[];
  /** The comment at the end of the line without its slashes, or empty. */
  readonly comment: string;
};

const PUNCTUATION = '()[]{},';
const IDENT_CHAR = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

/** The directives that may open a block, per kind of file (modfile's parseToFile and ParseWork). */
const BLOCKS = {
  'go.mod': ['module', 'godebug', 'require', 'exclude', 'replace', 'retract', 'tool', 'ignore'],
  'go.work': ['godebug', 'use', 'replace'],
} as const;

export type ModFile = keyof typeof BLOCKS;

/**
 * Splits the text of a go.mod or go.work file into directives, by the grammar of golang.org/x/mod/modfile
 * (modfile/read.go): no token spans lines, so lines are enough. Throws `FILE:LINE: …`.
 */
export function parseDirectives(file: ModFile, text: string): Directive[] {
  const directives: Directive[] = [];
  let block: { verb: string; line: number } | undefined;
  for (const [index, source] of text.split('\n').entries()) {
    const line = index + 1;
    const { tokens, comment } = tokenize(source, (problem) => fail(file, line, problem));
    const [first, ...rest] = tokens;
    if (first === undefined) continue;
    if (block && first === ')') {
      if (rest.length > 0) fail(file, line, 'expected a new line after the closing parenthesis');
      block = undefined;
    } else if (block) {
      directives.push({ line, verb: block.verb, args: tokens, comment });
    } else if (rest.at(-1) === '(') {
      if (rest.length > 1) fail(file, line, `unknown block type: ${tokens.slice(0, -1).join(' ')}`);
      block = { verb: openBlock(file, line, first), line };
    } else if (rest.length === 2 && rest[0] === '(' && rest[1] === ')') {
      openBlock(file, line, first);
    } else {
      directives.push({ line, verb: first, args: rest, comment });
    }
  }
  if (block) fail(file, block.line, 'this block is not closed');
  return directives;
}

/** Ends a parse with the position that editors and annotations understand. */
export function fail(file: string, line: number, problem: string): never {
  throw new Error(`${file}:${line}: ${problem}`);
}

function openBlock(file: ModFile, line: number, verb: string): string {
  const known: readonly string[] = BLOCKS[file];
  return known.includes(verb) ? verb : fail(file, line, `unknown block type: ${verb}`);
}

function tokenize(
  source: string,
  complain: (problem: string) => never,
): { tokens: string[]; comment: string } {
  const tokens: string[] = [];
  let at = 0;
  while (at < source.length) {
    const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
    if (char === ' ' || char === '\t' || char === '\r') {
      at += 1;
    } else if (source.startsWith('//', at)) {
      return { tokens, comment: source.slice(at + 2).replace(/\r$/, '') };
    } else {
      const token = readToken(source, at, char, complain);
      tokens.push(token);
      at += token.length;
    }
  }
  return { tokens, comment: '' };
}

function readToken(source: string, at: number, char: string, complain: (problem: string) => never): string {
  if (source.startsWith('/*', at)) complain('mod files must use // comments, not /* */');
  if (PUNCTUATION.includes(char)) return char;
  if (char === '"' || char === '`')
    return readQuoted(source, at, char) ?? complain('this string is not closed');
  let end = at;
  for (const next of source.slice(at)) {
    if (PUNCTUATION.includes(next) || !IDENT_CHAR.test(next) || source.startsWith('//', end)) break;
    if (source.startsWith('/*', end)) complain('mod files must use // comments, not /* */');
    end += next.length;
  }
  return end > at ? source.slice(at, end) : complain(`unexpected character ${JSON.stringify(char)}`);
}

function readQuoted(source: string, at: number, quote: string): string | undefined {
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === quote) return source.slice(at, i + 1);
    if (source[i] === '\\' && quote === '"') i += 1;
  }
  return undefined;
}

const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/**
 * The value of a token: a double-quoted Go string is unquoted, a bare word stands for itself. Go reserves the other
 * quotes (modfile's parseString), so they are refused. Throws a bare message; the caller adds the position.
 */
export function unquote(token: string): string {
  if (!token.startsWith('"')) {
    if (/["'`]/.test(token)) throw new Error('an unquoted string cannot contain a quote');
    return token;
  }
  const bytes: Buffer[] = [];
  const body = token.slice(1, -1);
  const piece =
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([abfnrtv\\"]))|([^\\]+)/gy;
  for (let match = piece.exec(body); match; match = piece.exec(body)) {
    const [, hex, short, long, octal, simple, plain] = match;
    if (hex) bytes.push(Buffer.from([Number.parseInt(hex, 16)]));
    else if (octal) bytes.push(Buffer.from([Number.parseInt(octal, 8)]));
    else if (short || long) bytes.push(Buffer.from(codePoint(Number.parseInt(short ?? long ?? '', 16))));
    else bytes.push(Buffer.from(simple ? (ESCAPES[simple] ?? '') : (plain ?? '')));
    if (piece.lastIndex === body.length) return Buffer.concat(bytes).toString('utf8');
  }
  if (body === '') return '';
  throw new Error(`invalid quoted string ${token}`);
}

function codePoint(value: number): string {
  if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
    throw new Error('invalid code point in a quoted string');
  return String.fromCodePoint(value);
}
