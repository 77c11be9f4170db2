import { ActionError } from '@go-actions/action-kit';
import { hostname, isLoopback } from '../registries/host.ts';

/**
 * A registry names its token realm itself, so a hostile one could point at the runner's own network: private addresses
 * are taken only from a loopback registry or as the registry's own host (as go-containerregistry does).
 */
export function checkRealm(realm: string, registry: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  const local = isLoopback(hostname(registry));
  const safe =
    url !== undefined &&
    !url.username &&
    (url.host === registry ||
      (url.protocol === 'https:' && !isAddress(url.hostname)) ||
      (local && isLoopback(url.hostname) && url.protocol === 'http:'));
  if (!safe)
    throw new ActionError(
      `${registry} names a token realm that gets no credential: ${JSON.stringify(realm.slice(0, 200))}.`,
    );
  if (url.host === registry && url.protocol !== 'https:' && !local)
    throw new ActionError(`${registry} names a token realm without TLS.`);
  return url;
}

function isAddress(name: string): boolean {
  return name.startsWith('[') || /^[\d.]+$/.test(name) || isLoopback(name);
}
