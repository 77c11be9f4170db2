import type { Annotation } from '@go-actions/action-kit';
import type { Patch } from '../compare/patch.ts';
import { isOff, type Percent } from '../percent.ts';
import type { Failure } from '../tests/failure.ts';

/**
 * Failures first, each at its line, then the uncovered changed lines: that is the order in which the budget is spent. A job
 * that sets the changed lines no minimum does not warn about them: often it is one of several that each cover a part.
 */
export function listAnnotations(
  failures: readonly Failure[],
  patch: Patch | { reason: string },
  minPatch: Percent,
): Annotation[] {
  const warns = !isOff(minPatch) && !('reason' in patch);
  return [
    ...withoutRepeatedBuilds(failures).flatMap(annotateFailure),
    ...(warns ? annotatePatch(patch) : []),
  ];
}

/** What does not compile breaks every package that imports it: its place is news once. */
function withoutRepeatedBuilds(failures: readonly Failure[]): Failure[] {
  const said = new Set<string>();
  return failures.flatMap((failure) => {
    if (failure.kind !== 'build' || failure.places.length === 0) return [failure];
    const places = failure.places.filter(({ file, line, message }) => {
      const key = `${file}:${line} ${message}`;
      return !said.has(key) && said.add(key);
    });
    return places.length > 0 ? [{ ...failure, places }] : [];
  });
}

const TITLES: Readonly<Record<Failure['kind'], string>> = {
  test: 'failed',
  panic: 'panicked',
  race: 'has a data race',
  exit: 'ended the process',
  timeout: 'timed out',
  package: 'failed',
  build: 'does not build',
};

function annotateFailure(failure: Failure): Annotation[] {
  if (failure.beside) return [];
  const title = `${failure.test ?? failure.package} ${TITLES[failure.kind]}`;
  // A stack is one event; messages of a test or a compiler are one each.
  const places =
    failure.kind === 'test' || failure.kind === 'build' ? failure.places : failure.places.slice(0, 1);
  if (places.length === 0)
    return [{ level: 'error', title, message: `${failure.package}: ${failure.message}` }];
  return places.map(({ file, line, message }) => ({
    level: 'error',
    title,
    message: message || failure.message,
    file,
    line,
  }));
}

function annotatePatch(patch: Patch): Annotation[] {
  return patch.files.flatMap((file) =>
    file.uncovered.map(({ start, end }): Annotation => {
      const lines = end === start ? `Line ${start}` : `Lines ${start} to ${end}`;
      return {
        level: 'warning',
        title: 'Not covered',
        message: `${lines}: changed code that no test covers.`,
        file: file.path,
        line: start,
        endLine: end,
      };
    }),
  );
}
