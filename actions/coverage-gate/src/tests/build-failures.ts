import type { Failure } from './failure.ts';
import type { TestLog } from './test-log.ts';
import type { PackageResult } from './test-results.ts';

/** A package that did not build, with the places that the compiler, vet or the loader names. */
export function buildFailure(pkg: PackageResult, log: TestLog): Failure {
  const lines = buildOutput(pkg, log);
  const places = lines.flatMap((line) => {
    const match = /^(?:vet: )?(\S[^:]*\.\w+):(\d+)(?::\d+)?: (.*)$/.exec(line);
    const file = match?.[1]?.replace(INSTRUMENTED, '$1.go') ?? '';
    return match ? [{ file, line: Number(match[2]), message: match[3] ?? '', sure: true }] : [];
  });
  const output = lines.join('\n');
  return {
    kind: 'build',
    package: pkg.importPath,
    message: places[0]?.message ?? (output || `go does not say why (${pkg.failedBuild})`),
    output,
    places,
  };
}

/** Where C compilers find the Go file of a cgo package that is covered: a copy with the same lines (cmd/go/internal/work). */
const INSTRUMENTED = /^\$WORK[\\/]b\d+[\\/](.*)\.cover\.go$/;

/** What the compiler said of a package that did not build: events since Go 1.24, the section `# import/path` of plain text before. */
export function buildOutput(pkg: PackageResult, log: TestLog): string[] {
  const ids = [
    pkg.failedBuild ?? '',
    pkg.importPath,
    `${pkg.importPath} [${pkg.importPath}.test]`,
    `${pkg.importPath}_test [${pkg.importPath}.test]`,
  ];
  const events = ids.map((key) => log.builds.get(key)).find((lines) => lines !== undefined);
  const lines = events
    ? events.flatMap((text) => text.replace(/\n$/, '').split('\n'))
    : sectionOf(log.foreign, pkg.importPath);
  return lines.filter((line) => !line.startsWith('# '));
}

function sectionOf(lines: readonly string[], importPath: string): string[] {
  const found: string[] = [];
  let inside = false;
  for (const line of lines) {
    const header = /^(?:# |go build )([^\s:]+)/.exec(line)?.[1];
    if (header && !header.startsWith('[') && header !== 'pkg-config')
      inside = header === importPath || header === `${importPath}_test`;
    else if (inside) found.push(line);
  }
  return found;
}
