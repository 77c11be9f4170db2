/** What of a request may be seen by another origin: nothing that could be a credential. */
const HARMLESS = new Set(['accept', 'accept-language', 'range', 'if-none-match', 'if-modified-since']);

export type Hop = { readonly url: URL; readonly headers: Readonly<Record<string, string>> };

/**
 * Where an answer sends a request without a body, and with which headers: to another origin none but harmless ones go along.
 * `undefined` when the answer is not a redirect that can be followed; throws for one from https to http.
 */
export function planRedirect(from: Hop, status: number, location: string | undefined): Hop | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || !location) return undefined;
  const url = URL.parse(location, from.url.href);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (from.url.protocol === 'https:' && url.protocol === 'http:')
    throw new Error(`${from.url.host} redirects from https to http, to ${url.host}.`);
  const headers =
    url.origin === from.url.origin
      ? from.headers
      : Object.fromEntries(Object.entries(from.headers).filter(([name]) => HARMLESS.has(name.toLowerCase())));
  return { url, headers };
}
