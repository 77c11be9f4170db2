import { dirname, isAbsolute, resolve } from 'node:path';

/** A place in a Go file; `line` is 1-based. */
export type CodePlace = { readonly file: string; readonly line: number };

/** Lines `start` to `end` of a Go file, which tools call lines `line` and following of `name`. */
type Renamed = CodePlace & { readonly name: string; readonly start: number; readonly end: number };

const DIRECTIVE = /^\/\/line ([^\r\n]*)|\/\*line ([^\r\n]*?)\*\//gm;

/**
 * What `//line` and `/*line` comments make of a file's lines (cmd/compile, "Compiler directives"). Names are absolute: a
 * relative one starts at the file's folder. A comment inside of a string counts too: then a place has one name too many,
 * which can make a finding new, but never old.
 */
export function parseLineDirectives(file: string, text: string): Renamed[] {
  const found: Renamed[] = [];
  let [line, at] = [1, 0];
  let name = file;
  for (const match of text.matchAll(DIRECTIVE)) {
    for (let next = text.indexOf('\n', at); next >= 0 && next < match.index; next = text.indexOf('\n', at)) {
      line += 1;
      at = next + 1;
    }
    const [, whole, inner] = match;
    const place = parsePlace((whole ?? inner ?? '').trim());
    if (!place) continue;
    if (place.name !== '') name = isAbsolute(place.name) ? place.name : resolve(dirname(file), place.name);
    const start = whole === undefined ? line : line + 1;
    const last = found.at(-1);
    if (last) found[found.length - 1] = { ...last, end: start };
    found.push({ file, name, line: place.line, start, end: Number.POSITIVE_INFINITY });
  }
  return found;
}

/** `NAME:LINE`, `NAME:LINE:COLUMN`, or `:LINE:COLUMN` for the name that holds already; read from the end, as Go does. */
function parsePlace(text: string): { name: string; line: number } | undefined {
  const [, long, line] = /^(.*):(\d+):\d+$/s.exec(text) ?? [];
  if (long !== undefined) return { name: long, line: Number(line) };
  const [, name, only] = /^(.+):(\d+)$/s.exec(text) ?? [];
  return name === undefined ? undefined : { name, line: Number(only) };
}

/** Finds what stands behind the places that tools name. */
export class LineDirectives {
  readonly #byName: ReadonlyMap<string, readonly Renamed[]>;

  constructor(directives: readonly Renamed[]) {
    this.#byName = Map.groupBy(directives, ({ name }) => name);
  }

  /** Every line of a Go file that goes by this name and number. */
  behind(name: string, line: number): CodePlace[] {
    return (this.#byName.get(name) ?? []).flatMap((part) => {
      const real = part.start + line - part.line;
      return real >= part.start && real <= part.end ? [{ file: part.file, line: real }] : [];
    });
  }
}
