/** Tags that the go command sets by itself: systems, architectures, compilers, releases (`go help buildconstraint`). */
const BUILT_IN =
  /^(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos|unix|386|amd64|amd64p32|arm|arm64|arm64be|armbe|loong64|mips|mips64|mips64le|mips64p32|mips64p32le|mipsle|ppc|ppc64|ppc64le|riscv|riscv64|s390|s390x|sparc|sparc64|wasm|gc|gccgo|cgo|race|msan|asan|purego|go1\.\d+|(amd64|386|arm|arm64|mips|ppc64|riscv64|wasm)\..*|goexperiment\..*|ignore)$/;

/** Whether a file is a script for `go run` alone: in front of its package clause it says `//go:build ignore`, a tag that no build has. */
export function isScript(source: string): boolean {
  const head = source.replace(/\/\*[\s\S]*?\*\//g, '').split(/^[ \t]*package\s/m, 1)[0] ?? '';
  return /^\/\/go:build ignore[ \t\r]*$/m.test(head);
}

/** The build tags of the project's own that a file's constraint names. */
export function parseTags(source: string): string[] {
  const head = source.split(/^[ \t]*package\s/m, 1)[0] ?? '';
  const constraints = [...head.matchAll(/^\/\/(?:go:build|[ \t]*\+build)[ \t](.*)$/gm)];
  const tags = constraints.flatMap((match) => match[1]?.match(/[\p{L}\p{Nd}_.]+/gu) ?? []);
  return [...new Set(tags)].filter((tag) => !BUILT_IN.test(tag));
}
