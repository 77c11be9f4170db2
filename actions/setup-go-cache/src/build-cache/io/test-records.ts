import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildIndex } from '../../pack/format.ts';
import type { Found, FoundAction } from '../save-plan.ts';
import { type LogLine, MAX_TEST_LOG, parseTestLog, TEST_LOG } from '../test-log.ts';
import { readHead } from './head.ts';

/** A new record of a test's log: the id that `go test` looks it up by, and what the log says. */
export type LogRecord = { readonly action: FoundAction; readonly lines: readonly LogLine[] };

/**
 * What this job has recorded: the logs of tests that ran; and what no other job can or may use: logs that cannot be read, and the
 * package indexes of the checkout, which Go looks up by the times of the sources (cmd/go/internal/modindex, dirHash).
 */
export function listNewRecords(gocache: string, found: Found, restored: BuildIndex | undefined) {
  const before = new Map(restored?.actions.map(({ id, time }) => [id, time]));
  const logs = new Map<string, readonly LogLine[] | undefined>();
  const records: LogRecord[] = [];
  const useless: string[] = [];
  for (const action of found.actions.values()) {
    const object = found.objects.get(action.object);
    if (!action.used || before.get(action.id) === action.time || !object) continue;
    if (object.executable !== undefined) continue;
    const path = pathOf(gocache, object.id);
    const head = readHead(path, TEST_LOG.length);
    if (head.startsWith(PACKAGE_INDEX)) useless.push(action.id);
    if (head !== TEST_LOG) continue;
    if (!logs.has(object.id))
      logs.set(object.id, object.size > MAX_TEST_LOG ? undefined : parseTestLog(readFileSync(path, 'utf8')));
    const lines = logs.get(object.id);
    if (lines) records.push({ action, lines });
    else useless.push(action.id);
  }
  return { records, useless };
}

const PACKAGE_INDEX = 'go index ';

export const pathOf = (gocache: string, id: string): string => join(gocache, id.slice(0, 2), `${id}-d`);
