import { posix } from 'node:path';
import type { PackageGraph } from '../graph/graph.ts';
import type { SourceLine } from './claims.ts';
import { type GoRun, targetsOf } from './go-runs.ts';
import { nameProgramsOf } from './programs.ts';

/**
 * What `//go:generate` lines depend on: their own package, the packages and programs that they name, and everything
 * where they name Go files or patterns. `tests` is the package of the line, or its folder.
 */
export function findGenerators(lines: readonly SourceLine[], graph: PackageGraph): GoRun[] {
  const programs = nameProgramsOf(graph);
  return lines.map(({ file, text }) => {
    const dir = posix.dirname(file);
    const words = wordsOf(text);
    const open = words.some((word) => word.endsWith('.go') || word.includes('...'));
    const named = [...targetsOf([text], graph), ...words.flatMap((word) => programs.get(word) ?? [])];
    return { tests: graph.byDir.get(dir)?.path ?? dir, targets: open ? 'any' : new Set(named) };
  });
}

/** Whether a command has the name of a file, or of a folder above it, among its words. */
export function isNamedBy({ text }: SourceLine, path: string): boolean {
  const words = new Set(wordsOf(text).flatMap((word) => word.split('/')));
  return path.split('/').some((name) => words.has(name));
}

const wordsOf = (command: string): string[] => command.split(/[\s=,:"']+/);
