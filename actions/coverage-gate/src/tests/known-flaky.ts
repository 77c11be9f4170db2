import { expected } from '@go-actions/action-kit';
import { parse } from 'yaml';

/** A test that is known to fail now and then. */
export type KnownFlaky = {
  /** `TestA`, `TestA/sub`, or with its package, `example.com/m/p.TestA`. */
  readonly test: string;
  readonly reason: string;
  /** The last day on which it may run again, `2026-12-31`. */
  readonly expires: string;
};

const FORM =
  'a YAML list of test, reason and expires (a date), such as "- { test: TestUpload, reason: slow network, expires: 2026-12-31 }"';

/** Reads the list; an empty text is no list at all, so that every failed test may run again. */
export function parseKnownFlaky(text: string): KnownFlaky[] | undefined {
  if (text === '') return undefined;
  const list = parseYaml(text);
  if (!Array.isArray(list)) return expected(FORM);
  return list.map((entry: unknown, index) => {
    const { test, reason, expires, ...rest } = (entry ?? {}) as Record<string, unknown>;
    const of = `entry ${index + 1}`;
    if (typeof test !== 'string' || test === '') return expected(`${FORM}; ${of} has no test`);
    if (typeof reason !== 'string' || reason.trim() === '')
      return expected(`${FORM}; ${of} (${test}) has no reason`);
    if (typeof expires !== 'string' || !isDay(expires))
      return expected(`${FORM}; ${of} (${test}) has no date such as 2026-12-31 in expires`);
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined)
      return expected(`${FORM}; ${of} (${test}) has the unknown key ${JSON.stringify(unknown)}`);
    return { test, reason, expires };
  });
}

/** Whether the list lets a failed test of a package run again on a day (`2026-12-31`); its sub-tests are covered by it. */
export function mayRunAgain(
  list: readonly KnownFlaky[] | undefined,
  today: string,
  importPath: string,
  test: string,
): boolean {
  if (!list) return true;
  return list.some(
    (entry) =>
      today <= entry.expires && (covers(entry.test, test) || covers(entry.test, `${importPath}.${test}`)),
  );
}

/** What is to be said about the entries: those that are over, and those whose test does not fail any more are not known here. */
export function listExpired(list: readonly KnownFlaky[] | undefined, today: string): string[] {
  return (list ?? [])
    .filter(({ expires }) => expires < today)
    .map(
      ({ test, expires, reason }) =>
        `\`known-flaky\`: ${test} is no longer run again since ${expires} (${reason})`,
    );
}

const covers = (known: string, test: string): boolean => test === known || test.startsWith(`${known}/`);

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe' });
  } catch {
    return expected(FORM);
  }
}
