import { posix } from 'node:path';
import type { Annotation } from '@go-actions/action-kit';
import { formatTarget } from '@go-actions/go-project';
import { parseCompileErrors } from './compile-errors.ts';
import type { BuildResult } from './io/build.ts';

/** Each compile error once, whatever number of targets shows it; `relativeTo` gives a module's folder in the repository. */
export function annotateFailures(
  results: readonly BuildResult[],
  relativeTo: (dir: string) => string,
): Annotation[] {
  const seen = new Map<string, { annotation: Annotation; targets: string[] }>();
  for (const { build, failure } of results) {
    for (const { file, line, column, message } of parseCompileErrors(failure?.output ?? '')) {
      const path = posix.join(relativeTo(build.cwd).replaceAll('\\', '/'), file);
      const key = `${path}:${line}:${column}:${message}`;
      const entry = seen.get(key) ?? {
        annotation: {
          level: 'error',
          title: 'go build',
          file: path,
          line,
          ...(column && { column }),
          message,
        } as const,
        targets: [],
      };
      entry.targets.push(formatTarget(build.target));
      seen.set(key, entry);
    }
  }
  return [...seen.values()].map(({ annotation, targets }) => ({
    ...annotation,
    message: `${annotation.message} (${[...new Set(targets)].join(', ')})`,
  }));
}

const LONGEST = 300;

/** What the go command said first, in its own words: a compile error with its place, else its first line. */
export function firstComplaint(output: string): string {
  const [error] = parseCompileErrors(output);
  const line = error
    ? `${error.file}:${error.line}: ${error.message}`
    : (output.split('\n').find((each) => each.trim() !== '' && !each.startsWith('#')) ?? 'it said nothing');
  return line.replace(/\s+/g, ' ').trim().slice(0, LONGEST);
}
