/** A program that `go install` makes: `golang.org/x/tools/cmd/stringer@v0.30.0`. */
export type ToolLine = { readonly pkg: string; readonly version: string };

/** Parses a line of `tools`; none for an empty one or a comment. Throws `expected …`. */
export function parseToolLine(line: string): ToolLine[] {
  const text = line.replace(/(^|\s)#.*$/, '').trim();
  if (text === '') return [];
  const [, pkg, version] = /^([\w.~!/-]+)@(v[\w.+-]+)$/.exec(text) ?? [];
  if (!pkg || !version || pkg.startsWith('-') || pkg.split('/').some((part) => /^\.*$/.test(part)))
    throw new Error(
      'expected one "package@version" a line, with an exact version such as "golang.org/x/tools/cmd/stringer@v0.30.0"',
    );
  return [{ pkg, version }];
}

/** The name of the program: the last element of the package, without a major version (`cmd/go/internal/load`, DefaultExecName). */
export function programName({ pkg }: ToolLine): string {
  const parts = pkg.split('/');
  const last = parts.at(-1) ?? '';
  return /^v[2-9]$|^v[1-9]\d+$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
}
