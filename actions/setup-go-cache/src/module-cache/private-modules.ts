import { parse } from 'yaml';

/** Access to one private host, or to one owner on it. */
export type PrivateModule = { readonly prefix: string; readonly user: string; readonly token: string };

/** Parses `host/owner: token` lines (YAML); a value `user:token` names the user too. Throws `expected …`. */
export function parsePrivateModules(text: string): PrivateModule[] {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw new Error('expected YAML such as "github.com/acme: <token>"'); // the parser's message could quote a token
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('expected YAML such as "github.com/acme: <token>"');
  }
  return Object.entries(value).map(([prefix, secret]) => {
    if (!/^[a-z0-9.-]+(:\d+)?(\/[\w.~-]+)*$/i.test(prefix)) {
      throw new Error(`expected a host or host/owner, found ${JSON.stringify(prefix)}`);
    }
    if (typeof secret !== 'string' || !/^[\x21-\x7e]+$/.test(secret))
      throw new Error(`expected a token for ${prefix}`);
    const [, user = 'x-access-token', token = secret] = /^([^:]+):(.+)$/.exec(secret) ?? [];
    return { prefix, user, token };
  });
}

/**
 * Environment variables that make git (2.31 or newer) send the tokens to these hosts, after the `count` settings that the job
 * has already. A header and not a URL: git passes URLs to its helpers as arguments, which every process of the machine can read.
 * git adds up the headers of all prefixes that match, unless an empty value in front of one drops those before it, and servers
 * refuse two of them; so the longer prefix comes last. One that names a repository counts with `.git` behind it, too.
 */
export function gitEnvironment(modules: readonly PrivateModule[], count: number): Record<string, string> {
  const sorted = [...modules].sort((a, b) => a.prefix.length - b.prefix.length);
  const settings = sorted.flatMap(({ prefix, user, token }) => {
    const places = /\/.*\//.test(prefix) ? [prefix, `${prefix}.git`] : [prefix];
    const header = `Authorization: Basic ${encodeBasic(user, token)}`;
    return places.flatMap((place) => ['', header].map((value) => ({ place, value })));
  });
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(count + settings.length) };
  for (const [i, { place, value }] of settings.entries()) {
    variables[`GIT_CONFIG_KEY_${count + i}`] = `http.https://${place}/.extraheader`;
    variables[`GIT_CONFIG_VALUE_${count + i}`] = value;
  }
  return variables;
}

/** All forms in which a token may turn up in a log. */
export const listSecretForms = (modules: readonly PrivateModule[]): string[] =>
  modules.flatMap(({ user, token }) => [token, encodeURIComponent(token), encodeBasic(user, token)]);

const encodeBasic = (user: string, token: string): string =>
  Buffer.from(`${user}:${token}`).toString('base64');

/** GOPRIVATE with the hosts added that it does not name yet. */
export function joinGoprivate(goprivate: string | undefined, modules: readonly PrivateModule[]): string {
  const listed = (goprivate ?? '')
    .split(',')
    .map((pattern) => pattern.trim())
    .filter(Boolean);
  return [...new Set([...listed, ...modules.map(({ prefix }) => prefix)])].join(',');
}
