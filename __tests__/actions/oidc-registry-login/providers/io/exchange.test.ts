import { ActionError, describeError, type HttpResponse } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';
import {
  exchange,
  type World,
} from '../../../../../actions/oidc-registry-login/src/providers/io/exchange.ts';
import {
  createSecrets,
  type Send,
  withoutSecrets,
} from '../../../../../actions/oidc-registry-login/src/providers/io/send.ts';
import { readRegistries } from '../../../../../actions/oidc-registry-login/src/registries/entries.ts';
import type {
  Ledger,
  LedgerEntry,
} from '../../../../../actions/oidc-registry-login/src/revocation/io/ledger.ts';

const ID_TOKEN = `eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.${'UGF5bG9hZA'.repeat(20)}.${'c2lnbmF0dXJl'.repeat(20)}`;

/** The ledger without a disk. */
function createLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  const add = (entry: LedgerEntry) => entries.push(entry);
  const forget = (entry: LedgerEntry) => void entries.splice(entries.indexOf(entry), 1);
  return {
    entries,
    forget,
    add: (issued) => void add({ path: '', issued }),
    ask: (registry) => {
      const entry = { path: '', unanswered: { registry } };
      add(entry);
      return { close: () => forget(entry) };
    },
  };
}

const answer = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

async function attempt(tokenUrl: string, send: Send) {
  const { entries } = readRegistries({
    registries: `- registry: r.test\n  provider: token-exchange\n  token-url: ${tokenUrl}\n  audience: a`,
    single: {},
    access: 'pull',
  });
  const [entry] = entries;
  if (!entry) throw new Error('no entry');
  const secrets = createSecrets(() => undefined);
  secrets.hide(ID_TOKEN);
  const ledger = createLedger();
  const world = {
    send: withoutSecrets(send, secrets),
    mask: secrets.hide,
    now: () => 1_800_000_000_000,
    jobToken: undefined,
    actor: 'gopher',
    repository: 'octo/app',
    runId: '1',
  } as unknown as World;
  const error = await exchange(entry, ID_TOKEN, world, ledger).then(
    () => undefined,
    (reason: Error) => describeError(reason),
  );
  return { error, ledger };
}

describe('a hint', () => {
  const CLIENT = 'The service wants a client';
  const rows = [
    {
      name: "the provider's words",
      url: 'https://sts.test/token',
      body: { error: 'invalid_client' },
      want: true,
    },
    {
      name: 'the host of the provider',
      url: 'https://client.example.com/token',
      body: { error: 'no' },
      want: false,
    },
    { name: 'its path', url: 'https://sts.test/client/token', body: { error: 'no' }, want: false },
    { name: 'an answer without words', url: 'https://client.test/client', body: '', want: false },
  ];
  it.each(rows)('matches $name: $want', async ({ url, body, want }) => {
    const { error } = await attempt(url, async () => answer(400, body));
    expect(error?.includes(CLIENT)).toBe(want);
  });
});

describe('case login-deploy/16: a refusal that repeats the token', () => {
  const rows = [
    { name: 'whole', echo: ID_TOKEN },
    { name: 'cut by the provider', echo: ID_TOKEN.slice(0, 60) },
    { name: 'its end alone', echo: ID_TOKEN.slice(-40) },
    { name: 'a piece in the middle', echo: `…${ID_TOKEN.slice(100, 120)}…` },
    { name: 'in base64', echo: Buffer.from(`x:${ID_TOKEN}`).toString('base64') },
    { name: 'beyond where we cut', echo: `${'word '.repeat(75)}${ID_TOKEN}` },
    { name: 'inside other words', echo: `subject_token=${ID_TOKEN}&audience=a` },
  ];
  it.each(rows)('shows no piece of it: $name', async ({ echo }) => {
    const forms = [ID_TOKEN, Buffer.from(`x:${ID_TOKEN}`).toString('base64')];
    for (const body of [{ error_description: `bad token ${echo}` }, `<html>bad token ${echo}</html>`]) {
      const { error = '' } = await attempt('https://sts.test/token', async () => answer(400, body));
      expect(error).toMatch(/bad token|word/);
      const pieces = Array.from({ length: Math.max(0, error.length - 7) }, (_, at) =>
        error.slice(at, at + 8),
      );
      expect(pieces.filter((piece) => forms.some((form) => form.includes(piece)))).toEqual([]);
    }
  });
});

describe('what an exchange leaves in the books', () => {
  const rows: { name: string; send: Send; left: object[] }[] = [
    {
      name: 'a credential',
      send: async () => answer(200, { access_token: 'opaque-secret', expires_in: 60 }),
      left: [{ issued: { registry: 'r.test', what: 'an access token', expiresAt: 1_800_000_060_000 } }],
    },
    { name: 'a clear no', send: async () => answer(403, { error: 'no' }), left: [] },
    {
      name: 'a fault of a server behind a gateway',
      send: async () => answer(504, ''),
      left: [{ unanswered: { registry: 'r.test' } }],
    },
    {
      name: 'an answer that nobody understands',
      send: async () => answer(200, '{"access_to'),
      left: [{ unanswered: { registry: 'r.test' } }],
    },
    {
      name: 'an answer that got lost',
      send: () =>
        Promise.reject(new ActionError('x', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })),
      left: [{ unanswered: { registry: 'r.test' } }],
    },
    {
      name: 'a credential, and tries before it that got lost',
      send: async ({ onRetry }) => {
        onRetry?.({ response: answer(502, '') });
        onRetry?.({ error: Object.assign(new Error(), { code: 'ECONNRESET' }) });
        onRetry?.({ response: answer(429, '') });
        onRetry?.({ error: new Error('x', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) }) });
        return answer(200, { access_token: 'opaque-secret', expires_in: 60 });
      },
      left: [
        { unanswered: { registry: 'r.test' } },
        { unanswered: { registry: 'r.test' } },
        { issued: { registry: 'r.test', what: 'an access token', expiresAt: 1_800_000_060_000 } },
      ],
    },
    {
      name: 'nobody to ask',
      send: () =>
        Promise.reject(new ActionError('x', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })),
      left: [],
    },
  ];
  it.each(rows)('$name', async ({ send, left }) => {
    const { ledger } = await attempt('https://sts.test/token', send);
    expect(ledger.entries).toEqual(left.map((entry) => ({ path: '', ...entry })));
  });
});
