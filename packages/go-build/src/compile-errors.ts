import { posix } from 'node:path';

/** A complaint of `go build` or `go list` at a place in the source; `file` is relative to the folder that Go ran in. */
export type CompileError = {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly message: string;
};

const PLACE =
  /^(?<file>(?:[A-Za-z]:)?[^:\n]+\.(?:go|s|c|h|mod|work)):(?<line>[0-9]+)(?::(?<column>[0-9]+))?: (?<message>.+)$/;

/** Reads the text form of the Go command's errors: `path:line:column: message`, continued by indented lines. */
export function parseCompileErrors(text: string): CompileError[] {
  const errors: CompileError[] = [];
  for (const line of text.split(/\r?\n/)) {
    const place = PLACE.exec(line.trimStart())?.groups;
    const last = errors.at(-1);
    if (place?.file && place.line && place.message) {
      const column = place.column ? { column: Number(place.column) } : {};
      errors.push({
        file: posix.normalize(place.file.replaceAll('\\', '/')),
        line: Number(place.line),
        ...column,
        message: place.message,
      });
    } else if (last && /^\s+\S/.test(line)) {
      errors[errors.length - 1] = { ...last, message: `${last.message}\n${line.trim()}` };
    }
  }
  return errors;
}
