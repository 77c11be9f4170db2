/** What the head of a Go file says about other files: imports, and the patterns of its `//go:embed` lines. */
export type GoHeader = { readonly imports: readonly string[]; readonly embeds: readonly string[] };

const TOKEN =
  /[\s;\uFEFF]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|`[^`]*`|[\p{L}_][\p{L}\p{Nd}_]*|[().])/uy;

/**
 * Reads imports whatever the build constraints say: `go list` leaves out files that this platform or these tags ignore. A file
 * that is no Go source gives what was readable.
 */
export function parseGoHeader(source: string): GoHeader {
  const next = tokens(source);
  const imports: string[] = [];
  if (next() !== 'package') return { imports, embeds: [] };
  next(); // the package's name
  for (let token = next(); token === 'import'; token = next()) {
    let spec = next();
    const block = spec === '(';
    if (block) spec = next();
    while (spec !== undefined && spec !== ')') {
      const path = /^["`](.*)["`]$/s.exec(spec)?.[1];
      if (path !== undefined) imports.push(path);
      if (path !== undefined && !block) break;
      spec = next(); // the name in front of the path, or the next import of the block
    }
  }
  return {
    imports: [...new Set(imports)],
    embeds: [...source.matchAll(/^[ \t]*\/\/go:embed[ \t]+(.*)$/gm)].flatMap(embedPatterns),
  };
}

/** Hands out the tokens that import declarations are made of; `undefined` at the first other one and at the end. */
function tokens(source: string): () => string | undefined {
  const token = new RegExp(TOKEN);
  return () => {
    for (let match = token.exec(source); match; match = token.exec(source)) if (match[1]) return match[1];
    return undefined;
  };
}

function embedPatterns(line: RegExpMatchArray): string[] {
  return [...(line[1] ?? '').matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\S+)/g)].map(
    ([, quoted, raw, plain]) => quoted?.replace(/\\(.)/g, '$1') ?? raw ?? plain ?? '',
  );
}
