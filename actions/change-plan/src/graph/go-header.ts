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
    embeds: [...source.matchAll(/^\/\/go:embed[ \t]+(.*)$/gm)].flatMap(embedPatterns),
  };
}

/** Whether a file is a script for `go run` alone: in front of its package clause it says `//go:build ignore`, a tag that no build has. */
export function isScript(source: string): boolean {
  const head = source.replace(/\/\*[\s\S]*?\*\//g, '').split(/^[ \t]*package\s/m, 1)[0] ?? '';
  return /^\/\/go:build ignore[ \t\r]*$/m.test(head);
}

/** Tags that the go command sets by itself: systems, architectures, compilers, releases (`go help buildconstraint`). */
const BUILT_IN =
  /^(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos|unix|386|amd64|amd64p32|arm|arm64|arm64be|armbe|loong64|mips|mips64|mips64le|mips64p32|mips64p32le|mipsle|ppc|ppc64|ppc64le|riscv|riscv64|s390|s390x|sparc|sparc64|wasm|gc|gccgo|cgo|race|msan|asan|purego|go1\.\d+|(amd64|386|arm|arm64|mips|ppc64|riscv64|wasm)\..*|goexperiment\..*|ignore)$/;

/** The build tags of the project's own that a file's constraint names. */
export function parseTags(source: string): string[] {
  const head = source.split(/^[ \t]*package\s/m, 1)[0] ?? '';
  const constraints = [...head.matchAll(/^\/\/(?:go:build|[ \t]*\+build)[ \t](.*)$/gm)];
  const tags = constraints.flatMap((match) => match[1]?.match(/[\p{L}\p{Nd}_.]+/gu) ?? []);
  return [...new Set(tags)].filter((tag) => !BUILT_IN.test(tag));
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
