/** Where an answer says its version. */
export type VersionSource = { readonly json: readonly string[] } | { readonly header: string };

export type Expectation = {
  /** Codes such as `204`, or classes such as `2xx`. */
  readonly statuses: readonly string[];
  /** Undefined: whatever runs. */
  readonly version: string | undefined;
  readonly from: VersionSource;
};

/** Throws `expected …`. */
export function parseStatus(text: string): string {
  if (/^[1-5](\d\d|xx)$/i.test(text)) return text.toLowerCase();
  throw new Error('expected statuses such as "200" or "2xx"');
}

export const isExpected = (status: number, statuses: readonly string[]): boolean =>
  statuses.some((wanted) => wanted === String(status) || wanted === `${Math.floor(status / 100)}xx`);

/** `json:a.b.0` or `header:Name`. Throws `expected …`. */
export function parseVersionSource(text: string): VersionSource {
  const [, kind, place = ''] = /^(json|header):(.+)$/.exec(text) ?? [];
  if (kind === 'json') return { json: place.split('.') };
  if (kind === 'header' && /^[\w-]+$/.test(place)) return { header: place.toLowerCase() };
  throw new Error('expected "json:" and the way to a value, or "header:" and a name');
}

export function formatVersionSource(from: VersionSource): string {
  return 'json' in from ? `json:${from.json.join('.')}` : `header:${from.header}`;
}

const MAX_VERSION = 200;

/** The version that an answer says, as one line; undefined when it says none. */
export function findVersion(
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  from: VersionSource,
): string | undefined {
  const found = 'json' in from ? readJson(body, from.json) : headers[from.header];
  return found?.trim() ? found.trim().replace(/\s+/g, ' ').slice(0, MAX_VERSION) : undefined;
}

/** A tag and what a program says of itself differ by a `v`, as Go's own versions do. */
export const isSameVersion = (found: string, wanted: string): boolean =>
  found.replace(/^v(?=\d)/, '') === wanted.replace(/^v(?=\d)/, '');

function readJson(body: string, path: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined; // no JSON: another of the paths may say it
  }
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
