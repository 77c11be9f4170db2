import { expected } from '@go-actions/action-kit';

/** The name of a repository in a registry: `ghcr.io` and `team/app`. No tag, no digest. */
export type ImageName = { readonly host: string; readonly path: string };

const EXAMPLE = 'a registry and a path without a tag, such as "ghcr.io/team/app"';
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
const LONGEST = 255;

/** The grammar of the distribution project (reference/reference.go), with a registry, and neither tag nor digest. */
export function parseImageName(text: string): ImageName {
  if (/[A-Z]/.test(text)) return expected(`lower case (registries take no other): "${text.toLowerCase()}"`);
  const slash = text.indexOf('/');
  const host = text.slice(0, Math.max(0, slash));
  const path = text.slice(slash + 1);
  if (!HOST.test(host) || !/[.:]|^localhost$/.test(host)) return expected(EXAMPLE);
  if (/[:@]/.test(path)) return expected(`${EXAMPLE}; tags come from \`version\` and \`image-tags\``);
  if (text.length > LONGEST || !path.split('/').every((component) => COMPONENT.test(component)))
    return expected(EXAMPLE);
  if (speaksPlainHttp(host))
    return expected('a registry that speaks TLS: to this address clients send credentials over plain HTTP');
  return { host, path };
}

export const formatImageName = ({ host, path }: ImageName): string => `${host}/${path}`;

/** Puts `from` at the front of the name out and `to` in; `undefined` when the name does not start with it. */
export function replaceRegistry(name: ImageName, from: string, to: string): ImageName | undefined {
  const text = formatImageName(name);
  return text.startsWith(`${from}/`) ? parseImageName(`${to}${text.slice(from.length)}`) : undefined;
}

/** Whether a registry is on this computer: only there plain HTTP is spoken. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);

/** What the distribution specification takes for a tag. */
export const isTag = (text: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text);

export const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

/**
 * Where ggcr (crane, ko, cosign) falls back to plain HTTP (pkg/name/registry.go): private addresses and `.local`. On this
 * computer itself that is fine, elsewhere credentials would travel in the clear.
 */
function speaksPlainHttp(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(name) || name.endsWith('.local');
}
