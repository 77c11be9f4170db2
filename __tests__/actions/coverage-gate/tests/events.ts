import type { TestEvent } from '../../../../actions/coverage-gate/src/tests/test-event.ts';
import { TestLog } from '../../../../actions/coverage-gate/src/tests/test-log.ts';

/** A log of the given events of package `m/p`; `foreign`: lines that are none. */
export const logOf = (events: Partial<TestEvent>[], foreign: string[] = []): TestLog => {
  const log = new TestLog();
  for (const line of foreign) log.addLine(line);
  for (const event of events) log.addLine(JSON.stringify({ Package: 'm/p', ...event }));
  return log;
};
export const test = (
  name: string,
  lines: (string | [string, string])[],
  end: string | null = 'fail',
): Partial<TestEvent>[] => [
  { Action: 'run', Test: name },
  ...lines.map(
    (line): Partial<TestEvent> =>
      typeof line === 'string'
        ? { Action: 'output', Test: name, Output: line }
        : { Action: 'output', Test: name, Output: line[0], OutputType: line[1] },
  ),
  ...(end ? [{ Action: end, Test: name }] : []),
];
export const failed: Partial<TestEvent> = { Action: 'fail' };
