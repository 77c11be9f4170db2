import { scanGo } from './go-scanner.ts';
import { type GoTokens, TOKEN } from './go-tokens.ts';

/** A function declaration with a body, as `go tool cover -func` lists it; lines and byte columns 1-based, end exclusive. */
export type GoFunction = {
  readonly name: string;
  readonly startLine: number;
  readonly startCol: number;
  readonly endLine: number;
  readonly endCol: number;
};

/**
 * The declarations `func …` at the top level that have a body, with their extents from `func` to the closing brace
 * (cmd/cover func.go, FuncVisitor). Function literals are part of what surrounds them.
 */
export function findFunctions(source: Buffer, tokens: GoTokens): GoFunction[] {
  const functions: GoFunction[] = [];
  const { kind } = tokens;
  let depth = 0;
  for (let i = 0; i < kind.length; i++) {
    const current = kind[i];
    if (current === TOKEN.leftBrace || current === TOKEN.leftParen) depth += 1;
    else if (current === TOKEN.rightBrace || current === TOKEN.rightParen) depth -= 1;
    if (current !== TOKEN.func || depth !== 0) continue;
    const name = declaredName(source, tokens, i);
    const open = name === undefined ? -1 : findBody(tokens, i);
    if (name === undefined || open < 0) continue;
    const close = findClose(tokens, open);
    functions.push({ name, ...extent(tokens, i, close) });
    i = close;
  }
  return functions;
}

/** Whether a test file declares a test or a fuzz target (cmd/go/internal/load, isTest). */
export function declaresTests(source: Buffer): boolean {
  return listPlainFunctions(source).some(
    (name) => name !== 'TestMain' && /^(Test|Fuzz)(?!\p{Ll})/u.test(name),
  );
}

/** The names of a source's functions; a method of a test's name is no test. */
export function listPlainFunctions(source: Buffer): string[] {
  const tokens = scanGo(source);
  return findFunctions(source, tokens).flatMap(({ name, startLine, startCol }) => {
    const start = (tokens.lineStart[startLine - 1] ?? 0) + startCol - 1;
    return /^func\s*\(/.test(source.toString('latin1', start, start + 64)) ? [] : [name];
  });
}

/**
 * `func Name(`, `func Name[T any](`, each perhaps after a `(receiver)`. Anything else is a type or a literal:
 * `var f = func(int) error {`.
 */
function declaredName(source: Buffer, tokens: GoTokens, func: number): string | undefined {
  let at = func + 1;
  if (tokens.kind[at] === TOKEN.leftParen) at = findClose(tokens, at) + 1;
  if (tokens.kind[at] !== TOKEN.word) return undefined;
  const name = source.toString('utf8', tokens.start[at], tokens.end[at]);
  at += 1;
  if (source[tokens.start[at] ?? 0] === 0x5b) at = findClose(tokens, at) + 1;
  return source[tokens.start[at] ?? 0] === 0x28 ? name : undefined;
}

/**
 * The brace that opens the body: the first one outside of brackets that does not belong to `struct{` or `interface{`.
 * A line end after a complete signature ends the declaration: it is written in assembly. -1 then.
 */
function findBody(tokens: GoTokens, func: number): number {
  const { kind, line } = tokens;
  let parameters = false;
  for (let i = func + 1; i < kind.length; i++) {
    if (parameters && line[i] !== line[i - 1] && endsStatement(kind[i - 1] ?? 0)) return -1;
    if (kind[i] === TOKEN.leftParen) {
      i = findClose(tokens, i);
      parameters = true;
    } else if (kind[i] === TOKEN.leftBrace) {
      const before = kind[i - 1];
      if (before !== TOKEN.struct && before !== TOKEN.interface) return i;
      i = findClose(tokens, i);
    }
  }
  return -1;
}

/** Whether Go inserts a semicolon at a line end after this token (Go spec, "Semicolons"), as far as signatures go. */
function endsStatement(kind: number): boolean {
  return kind === TOKEN.word || kind === TOKEN.rightParen || kind === TOKEN.rightBrace;
}

/** The token that closes the bracket at `open`; the last token when nothing does. */
export function findClose(tokens: GoTokens, open: number): number {
  const { kind } = tokens;
  let depth = 0;
  for (let i = open; i < kind.length; i++) {
    const current = kind[i];
    if (current === TOKEN.leftBrace || current === TOKEN.leftParen) depth += 1;
    else if (current === TOKEN.rightBrace || current === TOKEN.rightParen) depth -= 1;
    if (depth === 0) return i;
  }
  return kind.length - 1;
}

function extent(tokens: GoTokens, first: number, last: number): Omit<GoFunction, 'name'> {
  const startLine = tokens.line[first] ?? 1;
  const endLine = tokens.line[last] ?? 1;
  return {
    startLine,
    startCol: (tokens.start[first] ?? 0) - (tokens.lineStart[startLine - 1] ?? 0) + 1,
    endLine,
    endCol: (tokens.end[last] ?? 0) - (tokens.lineStart[endLine - 1] ?? 0) + 1,
  };
}
