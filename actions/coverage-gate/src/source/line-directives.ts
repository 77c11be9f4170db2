import { posix, win32 } from 'node:path';
import type { GoTokens } from './go-tokens.ts';

/** From byte `start` on, code has the lines of another file: goyacc, templ and other generators say so in comments. */
export type LineDirective = {
  readonly start: number;
  /** Where `start` is in the Go file; 1-based. */
  readonly physicalLine: number;
  readonly physicalColumn: number;
  /** As written; relative to the Go file's folder, or absolute; empty for a directive that names nothing (`//line :9`). */
  readonly file: string;
  readonly line: number;
  /** Without one, columns are unknown from here on, and a profile has 0 (go/token, Position). */
  readonly column: number | undefined;
};

export type LogicalPosition = { readonly file: string; readonly line: number; readonly column: number };

/** Whether a source is worth a closer look; nearly none is. */
export const mayHaveDirectives = (source: Buffer): boolean =>
  source.includes('//line ') || source.includes('/*line ');

/** The line directives of a file, in order (go/scanner, updateLineInfo). */
export function parseDirectives(tokens: GoTokens): LineDirective[] {
  const found: LineDirective[] = [];
  for (const { text, line, start, end } of tokens.comments) {
    const block = text.startsWith('/*line ');
    if (!block && !text.startsWith('//line ')) continue;
    const body = text.slice('//line '.length, block ? -2 : undefined).trim();
    const match = /^(.*?):(\d+)(?::(\d+))?$/s.exec(body);
    if (!match) continue;
    const [, name = '', number, column] = match;
    // Only with a column a missing name means the one before.
    const file = name || column === undefined ? name.trim() : (found.at(-1)?.file ?? '');
    const begin = block ? end : (tokens.lineStart[line] ?? end);
    const physicalLine = block ? line : line + 1;
    const physicalColumn = block ? end - (tokens.lineStart[line - 1] ?? start) + 1 : 1;
    found.push({
      start: begin,
      physicalLine,
      physicalColumn,
      file: file && posix.normalize(file),
      line: Number(number),
      column: column === undefined ? undefined : Number(column),
    });
  }
  return found;
}

/** What a profile may have for a file's last part (filepath.Base): a backslash divides on Windows only, and nothing is `.`. */
export const listBaseNames = (file: string): string[] =>
  file === '' ? ['.'] : [...new Set([posix.basename(file), win32.basename(file)])];

/** The position that the compiler gives to the code at a byte offset; `undefined` where it is the Go file's own. */
export function positionOf(
  directives: readonly LineDirective[],
  at: { readonly offset: number; readonly line: number; readonly column: number },
): LogicalPosition | undefined {
  const directive = directives.findLast(({ start }) => start <= at.offset);
  if (!directive) return undefined;
  const { file, line, column, physicalLine, physicalColumn } = directive;
  const sameLine = at.line === physicalLine;
  const logicalColumn = column === undefined ? 0 : sameLine ? column + at.column - physicalColumn : at.column;
  return { file, line: line + at.line - physicalLine, column: logicalColumn };
}
