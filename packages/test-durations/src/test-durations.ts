import { createHash } from 'node:crypto';

/** How long the tests of a package ran when they last did, in seconds, by import path. */
export type TestDurations = ReadonlyMap<string, number>;

/** Whose tests these are: another system or another working directory has durations of its own. */
export type TestScope = { readonly runnerOs: string; readonly workingDirectory: string };

/** What the cache keys of a scope's records begin with; the newest record is the one to read. */
export function durationsPrefix({ runnerOs, workingDirectory }: TestScope): string {
  const scope = createHash('sha256').update(`${runnerOs}\0${workingDirectory}`).digest('hex').slice(0, 16);
  return `test-durations-1-${scope}-`;
}

export function renderDurations(durations: TestDurations): string {
  return JSON.stringify({ schema: 1, seconds: Object.fromEntries(durations) });
}

/** Reads a record; a text that is none, of another version or broken, gives no durations. */
export function parseDurations(text: string): TestDurations {
  try {
    const { schema, seconds } = JSON.parse(text) as { schema?: unknown; seconds?: unknown };
    if (schema !== 1 || typeof seconds !== 'object' || seconds === null) return new Map();
    const known = Object.entries(seconds).filter((entry): entry is [string, number] => isDuration(entry[1]));
    return new Map(known);
  } catch {
    return new Map(); // SyntaxError: the next run of the default branch writes a new one
  }
}

const isDuration = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
