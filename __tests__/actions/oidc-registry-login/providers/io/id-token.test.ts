import type { HttpRequest, HttpResponse } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';
import { createIdTokens } from '../../../../../actions/oidc-registry-login/src/providers/io/id-token.ts';

const NOW = 1_800_000_000_000;
const ENDPOINT = { url: 'https://vstoken.test/x?api-version=2.0', token: 'request-token' };
const sign = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
const good = (audience: string) => sign({ aud: audience, exp: NOW / 1_000 + 300 });

/** An issuer that gives these answers, one after the other, and keeps what it was asked. */
function createIssuer(...answers: readonly { status?: number; body: unknown }[]) {
  const asked: HttpRequest[] = [];
  const masked: string[] = [];
  const clock = { now: NOW };
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const { status = 200, body } = answers[asked.push(request) - 1] ?? { status: 599, body: '' };
    return { status, headers: {}, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
  };
  const mask = (secret: string): string => {
    masked.push(secret);
    return secret;
  };
  return { asked, masked, clock, tokens: createIdTokens(ENDPOINT, { send, mask, now: () => clock.now }) };
}

describe('asking GitHub for an ID token', () => {
  it('adds the audience to the query that is there, and hides the token', async () => {
    const issuer = createIssuer({ body: { value: good('a&b=c') } });
    expect(await issuer.tokens('a&b=c')).toBe(good('a&b=c'));
    expect(issuer.asked).toEqual([
      {
        url: 'https://vstoken.test/x?api-version=2.0&audience=a%26b%3Dc',
        headers: { accept: 'application/json', authorization: 'Bearer request-token' },
      },
    ]);
    expect(issuer.masked).toEqual([good('a&b=c')]);
  });

  it('asks once for each audience, and again after two minutes', async () => {
    const issuer = createIssuer(
      { body: { value: good('a') } },
      { body: { value: good('b') } },
      { body: { value: good('a') } },
    );
    await Promise.all([issuer.tokens('a'), issuer.tokens('a'), issuer.tokens('b')]);
    expect(issuer.asked).toHaveLength(2);
    issuer.clock.now += 121_000;
    await issuer.tokens('a');
    expect(issuer.asked).toHaveLength(3);
  });

  it('asks again after a failure', async () => {
    const issuer = createIssuer({ status: 401, body: {} }, { body: { value: good('a') } });
    await expect(issuer.tokens('a')).rejects.toThrow();
    expect(await issuer.tokens('a')).toBe(good('a'));
  });

  const rows = [
    {
      name: 'a 401',
      answer: { status: 401, body: { message: 'bad bearer' } },
      want: 'answered 401: bad bearer',
    },
    { name: 'a 404', answer: { status: 404, body: 'nothing here' }, want: 'answered 404: nothing here' },
    { name: 'HTML', answer: { body: '<html>sign in</html>' }, want: 'not with a JSON object' },
    { name: 'JSON without a token', answer: { body: { value: '' } }, want: 'answered without `value`' },
    { name: 'a token that is none', answer: { body: { value: 'abc' } }, want: 'no signed token' },
    { name: 'a token for somebody else', answer: { body: { value: good('evil') } }, want: 'is for "evil"' },
    {
      name: 'a token of an hour ago',
      answer: { body: { value: sign({ aud: 'a', exp: NOW / 1_000 - 3_600 }) } },
      want: 'has expired already',
    },
    { name: 'a redirect', answer: { status: 302, body: '' }, want: 'a redirect, which no token follows' },
  ];
  it.each(rows)('is an error for $name', async ({ answer, want }) => {
    const issuer = createIssuer(answer);
    await expect(issuer.tokens('a')).rejects.toMatchObject({
      cause: { message: expect.stringContaining(want) },
    });
  });
});
