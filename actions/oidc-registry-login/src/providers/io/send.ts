import { type HttpRequest, type HttpResponse, hidePieces } from '@go-actions/action-kit';

/** Sends one request, with retries; every status is a result. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** Of a request that carries or brings a credential; no answer that we ask for is large. */
export const LIMITS = {
  timeoutMs: 15_000,
  maxBytes: 1024 * 1024,
  retry: { attempts: 8, baseMs: 500, budgetMs: 60_000 },
} as const;

/** What this process knows to be secret; `hide` adds to it. */
export type Secrets = { readonly known: ReadonlySet<string>; hide(secret: string): string };

/** `mask` tells whoever shows logs. */
export function createSecrets(mask: (secret: string) => void): Secrets {
  const known = new Set<string>();
  return {
    known,
    hide: (secret) => {
      known.add(secret);
      mask(secret);
      return secret;
    },
  };
}

/** A refusal may repeat what it refuses: its body loses every piece of a secret before anybody can quote or cut it. */
export function withoutSecrets(send: Send, { known }: Secrets): Send {
  return async (request) => {
    const response = await send(request);
    if (response.status >= 200 && response.status < 300) return response;
    return { ...response, body: Buffer.from(hidePieces(response.body.toString('utf8'), known)) };
  };
}
