import type { Collector } from '@go-actions/go-project';

const MiB = 1024 ** 2;
/** With less than this the linter of a large repository needs all of it, and would collect without end below a limit. */
const ROOM = 4 * 1024 * MiB;

/**
 * Settings of Go's garbage collector for a linter: it loads everything, judges it and ends, so that most of what it would
 * collect need not be. That saves a fifth of its processor time for at most two and a half times the memory, and stays below
 * half of the runner's `memory` (bytes) where it can. A job that has settings of its own keeps them, as does a small runner.
 */
export function collectorSettings(
  { GOGC, GOMEMLIMIT }: Collector,
  memory: number,
): Readonly<Record<string, string>> {
  if (GOGC || GOMEMLIMIT || memory < ROOM) return {};
  return { GOGC: '400', GOMEMLIMIT: `${Math.floor(memory / 2 / MiB)}MiB` };
}
