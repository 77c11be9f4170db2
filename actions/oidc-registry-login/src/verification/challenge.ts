export type Challenge =
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | undefined }
  | { readonly scheme: 'basic' };

/** Far more than any registry says: what comes behind could only cost time. */
const LONGEST = 4_096;

/** A registry's WWW-Authenticate header (distribution, docs/content/spec/auth/token.md); `undefined`: none that we know. */
export function parseChallenge(answered: string | undefined): Challenge | undefined {
  const header = (answered ?? '').slice(0, LONGEST);
  const parameters = new Map<string, string>();
  const bearer = /\bbearer\s+/i.exec(header);
  const rest = bearer ? header.slice(bearer.index + bearer[0].length) : '';
  for (const [, name = '', quoted, plain] of rest.matchAll(
    /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi,
  )) {
    if (!parameters.has(name.toLowerCase()))
      parameters.set(name.toLowerCase(), (quoted ?? plain ?? '').replace(/\\(.)/g, '$1'));
  }
  const realm = parameters.get('realm');
  if (realm) return { scheme: 'bearer', realm, service: parameters.get('service') };
  return /\bbasic\b/i.test(header) ? { scheme: 'basic' } : undefined;
}
