import { type BodyRule, findBroken } from './body.ts';

/** Where an answer says its version. */
export type VersionSource =
  | { readonly json: readonly string[] }
  | { readonly header: string }
  | { readonly text: RegExp };

export type ExpectedAnswer = {
  /** Codes such as `204`, or classes such as `2xx`. */
  readonly statuses: readonly string[];
  /** Undefined: whatever runs. */
  readonly version: string | undefined;
  readonly from: VersionSource;
  readonly body: readonly BodyRule[];
};

/** Throws `expected …`. */
export function parseStatus(text: string): string {
  if (/^[1-5](\d\d|xx)$/i.test(text)) return text.toLowerCase();
  throw new Error('expected statuses such as "200" or "2xx"');
}

export const isExpected = (status: number, statuses: readonly string[]): boolean =>
  statuses.some((wanted) => wanted === String(status) || wanted === `${Math.floor(status / 100)}xx`);

/** A version, or `off`. An empty value is a mistake, such as an output that got lost: nothing would be checked. */
export function parseVersion(text: string): string | undefined {
  if (text === 'off') return undefined;
  if (text !== '' && text.length <= MAX_VERSION) return text;
  throw new Error('expected the released version, or "off" to check none');
}

/** `json:a.b.0`, `header:Name`, or `text:` and a pattern whose first group (or all of it) is the version. Throws `expected …`. */
export function parseVersionSource(text: string): VersionSource {
  const [, kind, place = ''] = /^(json|header|text):(.+)$/.exec(text) ?? [];
  if (kind === 'json') return { json: place.split('.') };
  if (kind === 'header' && /^[\w-]+$/.test(place)) return { header: place.toLowerCase() };
  if (kind === 'text') return { text: parsePattern(place) };
  throw new Error('expected "json:" and the way to a value, "header:" and a name, or "text:" and a pattern');
}

function parsePattern(source: string): RegExp {
  try {
    return new RegExp(source, 'mu');
  } catch {
    throw new Error('expected "text:" and a regular expression');
  }
}

export function formatVersionSource(from: VersionSource): string {
  if ('json' in from) return `json:${from.json.join('.')}`;
  return 'header' in from ? `header:${from.header}` : `text:${from.text.source}`;
}

/** Of what is expected; one more of what is found, so that a longer one is another one. */
const MAX_VERSION = 200;

type Said = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body is all of it. */
  readonly isWhole: boolean;
};

/** The version that an answer says, as one line and as it is written there; undefined when it says none. */
export function findVersion(answer: Said, from: VersionSource): string | undefined {
  const found = readSource(answer, from);
  return found?.trim()
    ? found
        .trim()
        .replace(/\s+/g, ' ')
        .slice(0, MAX_VERSION + 1)
    : undefined;
}

/** A tag and what a program says of itself differ by a `v`, as Go's own versions do. Everything else counts: `1.10` is not `1.1`. */
export const isSameVersion = (found: string, wanted: string): boolean =>
  found.replace(/^v(?=\d)/, '') === wanted.replace(/^v(?=\d)/, '');

/** Why the body is not what it has to be. */
export const judgeBody = (answer: Said, { body }: ExpectedAnswer) => findBroken(answer, body);

function readSource({ headers, body, isWhole }: Said, from: VersionSource): string | undefined {
  if ('json' in from) return readJson(body, from.json);
  if ('header' in from) return headers[from.header];
  const match = from.text.exec(body);
  if (!match) return undefined;
  const isCut = !isWhole && match.index + match[0].length === body.length; // it may go on
  return isCut ? undefined : (match[1] ?? match[0]);
}

/** Numbers as they are written: parsed, 1.10 would be 1.1, and 9007199254740993 another number (RFC 8259, 6). */
const asWritten = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? value) : value;

function readJson(body: string, path: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body, asWritten as (key: string, value: unknown) => unknown);
  } catch {
    return undefined; // no JSON: another of the paths may say it
  }
  if (repeatsName(body, value)) return undefined;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' ? value : undefined;
}

/** Whether an object has a name twice, of which parsers take one or the other (RFC 8259, 4): fewer members than colons. */
function repeatsName(body: string, value: unknown): boolean {
  const colons = body.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
  return countMembers(value) < colons;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, each) => sum + countMembers(each), own);
}
