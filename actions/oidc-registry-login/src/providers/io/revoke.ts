import { describeError, type HttpRequest } from '@go-actions/action-kit';
import type { Send } from './id-token.ts';

/** Ends credentials before their time; returns what went wrong, for the caller to report. A 404 means that it is over already. */
export async function revokeAll(requests: readonly HttpRequest[], send: Send): Promise<string[]> {
  const results = await Promise.all(
    requests.map(async (request) => {
      const host = new URL(request.url).host;
      return send(request).then(
        ({ status }) =>
          status < 300 || status === 404 ? '' : `${host} answered ${status} to the revocation.`,
        (error: unknown) => `${host}: ${describeError(error)}`,
      );
    }),
  );
  return results.filter(Boolean);
}
