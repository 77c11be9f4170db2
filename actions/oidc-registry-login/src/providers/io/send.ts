import { ActionError, type HttpRequest, type HttpResponse } from '@go-actions/action-kit';
import { hidePieces } from '../secret-forms.ts';

/** Sends one request, with retries; every status is a result. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

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

/** Ends with the signal, whatever the request is doing: the rest of it is nobody's business any more. */
export function untilAborted(send: Send, signal: AbortSignal): Send {
  return async (request) => {
    const aborted = Promise.withResolvers<never>();
    const end = () => aborted.reject(endedBy(signal));
    if (signal.aborted) throw endedBy(signal);
    signal.addEventListener('abort', end, { once: true });
    try {
      return await Promise.race([send(request), aborted.promise]);
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}

function endedBy({ reason }: AbortSignal): Error {
  return reason instanceof ActionError ? reason : new ActionError('There was no answer in time.');
}
