/** One path at one of the URLs of a deployment. */
export type Endpoint = { readonly deployment: string; readonly url: string };

/** Every path at every URL; a path is appended to that of its URL. */
export function listEndpoints(urls: readonly string[], paths: readonly string[]): Endpoint[] {
  return urls.flatMap((deployment) =>
    paths.map((path) => ({ deployment, url: deployment.replace(/\/+$/, '') + path })),
  );
}

/** Throws `expected …` for anything that a health check has no business with. */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error('expected URLs such as "https://app.example.com"');
  if (url.username || url.password) throw new Error('expected no user in a URL; `headers` takes credentials');
  if (url.search || url.hash) throw new Error('expected a URL without query; `path` may have one');
  return url.href;
}

/** Throws `expected …`. */
export function parsePath(text: string): string {
  if (/^\/(?!\/)[\x21-\x7e]*$/.test(text)) return text;
  throw new Error('expected paths such as "/healthz"');
}

const MAX_REDIRECTS = 5;

/**
 * Where a redirect may lead: to the same origin, or from http to https of the same host when there are no headers to be seen
 * by anybody; and not endlessly. Another origin is no part of the deployment. A sentence says why not.
 */
export function planRedirect(
  from: string,
  location: string | undefined,
  followed: number,
  hasHeaders: boolean,
): { readonly to: string } | { readonly refused: string } {
  const [before, after] = [new URL(from), URL.parse(location ?? '', from)];
  if (!location || !after) return { refused: 'it redirects to nowhere' };
  if (followed >= MAX_REDIRECTS) return { refused: `it redirects more than ${MAX_REDIRECTS} times` };
  if (after.origin === before.origin) return { to: after.href };
  const isUpgrade =
    before.protocol === 'http:' && after.protocol === 'https:' && after.hostname === before.hostname;
  if (isUpgrade && before.port === '' && after.port === '' && !hasHeaders) return { to: after.href };
  return { refused: `it redirects to ${after.protocol}//${after.host}, which is another origin` };
}
