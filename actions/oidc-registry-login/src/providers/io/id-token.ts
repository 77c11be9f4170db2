import { ActionError } from '@go-actions/action-kit';
import { readAnswer, textAt } from '../answer.ts';
import { checkClaims, decodeClaims } from '../claims.ts';
import type { Send } from './send.ts';

/** ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
export type IdTokenEndpoint = { readonly url: string; readonly token: string };

export type IdTokens = (audience: string) => Promise<string>;

/** Tokens live five to ten minutes; one that is used at once and never kept longer than this is always young enough. */
const KEEP_MS = 2 * 60_000;

/**
 * Asks GitHub for ID tokens, one for each audience; each is hidden before anybody sees it. The toolkit's own client
 * retries neither 429 nor 500 nor resets, and cuts the query by joining strings.
 */
export function createIdTokens(
  endpoint: IdTokenEndpoint,
  { send, mask, now }: { send: Send; mask: (secret: string) => string; now: () => number },
): IdTokens {
  const kept = new Map<string, { at: number; token: Promise<string> }>();
  const request = async (audience: string): Promise<string> => {
    const url = new URL(endpoint.url);
    url.searchParams.set('audience', audience);
    const asked = {
      url: url.href,
      headers: { accept: 'application/json', authorization: `Bearer ${endpoint.token}` },
    };
    const token = mask(textAt(asked, readAnswer(asked, await send(asked)), 'value'));
    checkClaims(decodeClaims(token), audience, now());
    return token;
  };
  return (audience) => {
    const known = kept.get(audience);
    if (known && now() - known.at < KEEP_MS) return known.token;
    const token = request(audience).catch((cause) => {
      kept.delete(audience);
      throw new ActionError("GitHub's ID token could not be had.", { cause });
    });
    kept.set(audience, { at: now(), token });
    return token;
  };
}
