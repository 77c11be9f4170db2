import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '@go-actions/action-kit';

export type AwsKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

/** Adds Signature Version 4 to a POST without query (AWS, "Create a signed AWS API request"). */
export function signAwsRequest(
  request: HttpRequest & { readonly body: string },
  keys: AwsKeys,
  { service, region, now }: { service: string; region: string; now: number },
): HttpRequest {
  const { host, pathname } = new URL(request.url);
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const signed: Record<string, string> = {
    ...request.headers,
    host,
    'x-amz-content-sha256': sha256(request.body),
    'x-amz-date': time,
    'x-amz-security-token': keys.sessionToken,
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    request.method ?? 'POST',
    pathname,
    '',
    ...names.map((name) => `${name}:${signed[name]?.trim().replace(/\s+/g, ' ')}`),
    '',
    names.join(';'),
    sha256(request.body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${keys.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  const credential = `Credential=${keys.accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  const { host: _host, ...sent } = signed;
  return { ...request, headers: { ...sent, authorization } };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
