import { createHmac } from 'node:crypto';

/** What a receiver learns; the names are part of our contract. */
export type Result = {
  readonly healthy: boolean;
  readonly reason: string | undefined;
  readonly version: string | undefined;
  readonly expected: string | undefined;
  readonly urls: readonly string[];
  readonly attempts: number;
  readonly latency: { readonly p50: number | undefined; readonly p95: number | undefined };
  readonly repository: string;
  readonly sha: string;
  readonly run: string;
};

/** The body and the headers of the post; the signature is over the bytes of the body (GitHub, "Validating webhook deliveries"). */
export function composeNotification(
  result: Result,
  secret: string,
): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  const body = JSON.stringify(result);
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${digest}`,
      'x-github-event': 'deploy_check',
    },
  };
}
