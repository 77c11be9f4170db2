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
 * Environment variables that make git (2.31 or newer) use the tokens for these hosts, after the `count` settings that the
 * job has already; nothing is written to any git configuration.
 */
export function gitEnvironment(modules: readonly PrivateModule[], count: number): Record<string, string> {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(count + modules.length) };
  modules.forEach(({ prefix, user, token }, i) => {
    const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(token)}`;
    variables[`GIT_CONFIG_KEY_${count + i}`] = `url.https://${credentials}@${prefix}/.insteadOf`;
    variables[`GIT_CONFIG_VALUE_${count + i}`] = `https://${prefix}/`;
  });
  return variables;
}

/** GOPRIVATE with the hosts added that it does not name yet. */
export function joinGoprivate(goprivate: string | undefined, modules: readonly PrivateModule[]): string {
  const listed = (goprivate ?? '')
    .split(',')
    .map((pattern) => pattern.trim())
    .filter(Boolean);
  return [...new Set([...listed, ...modules.map(({ prefix }) => prefix)])].join(',');
}
