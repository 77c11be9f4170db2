import { describe, expect, it } from 'vitest';
import { listSecrets, redact } from '../../../actions/deploy-check/src/redaction.ts';

describe('what is shown of an answer', () => {
  const rows = [
    { text: '{"dbPassword": "hunter2", "ok": true}', want: '{"dbPassword": "***", "ok": true}' },
    { text: '{"api_key":12345}', want: '{"api_key":"***"}' },
    { text: 'dial postgres://app:hunter2@db:5432', want: 'dial postgres://***@db:5432' },
    { text: 'Authorization: Bearer abc.def', want: 'Authorization: Bearer ***' },
    { text: 'token eyJhbGciOi.eyJzdWIi.c2ln', want: 'token ***' },
    { text: 'SESSION_ID=abc; path=/', want: 'SESSION_ID=***; path=/' },
    { text: 'the probe said s3cr3t-value', want: 'the probe said ***' },
    { text: 'x'.repeat(60), want: `${'x'.repeat(50)}…` },
  ];
  it.each(rows)('$text', ({ text, want }) => expect(redact(text, ['s3cr3t-value'], 50)).toBe(want));

  it('a text made to be slow is not', () => {
    const hostile = `"${'token'.repeat(50_000)}${'a-'.repeat(50_000)}`;
    expect(redact(hostile, [], 2_000)).toHaveLength(2_001);
  });

  it('case login-deploy/21: all headers are secrets, but for the words of our own outputs', () => {
    const basic = Buffer.from('me:hunter2').toString('base64');
    const headers = {
      authorization: 'Bearer abc',
      'x-vercel-protection-bypass': 'opensesame',
      'x-basic': `Basic ${basic}`,
      cookie: 'a=first; session=second',
      'x-env': 'true',
      'x-number': '42',
      'x-version': 'v1.4.0',
    };
    const found = listSecrets(headers, 'v1.4.0');
    const secrets = ['Bearer abc', 'abc', 'opensesame', `Basic ${basic}`, basic, 'me:hunter2', 'hunter2'];
    const cookies = ['a=first; session=second', 'session=second', 'first', 'second'];
    expect([...secrets, ...cookies].filter((secret) => !found.includes(secret))).toEqual([]);
    expect(['true', '42', 'v1.4.0', ''].filter((word) => found.includes(word))).toEqual([]);
  });

  it.each([
    (secret: string) => JSON.stringify({ header: secret }),
    (secret: string) => JSON.stringify(secret).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026'),
    encodeURIComponent,
    (secret: string) => Buffer.from(`header=${secret}`).toString('base64'),
    (secret: string) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;'),
  ])('case login-deploy/21: in whatever form a service repeats one: %s', (write) => {
    const secret = 'op3n<s3same&"q/uo+te"';
    expect(redact(write(secret), listSecrets({ 'x-bypass': secret }), 2_000)).not.toMatch(/op3n|s3same|q.uo/);
  });
});
