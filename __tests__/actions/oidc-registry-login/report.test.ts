import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../actions/oidc-registry-login/src/registries/attempt.ts';
import {
  describeLogin,
  renderColumns,
  renderRows,
  renderSummary,
} from '../../../actions/oidc-registry-login/src/report.ts';

const entry = (registry: string) => ({
  registry,
  provider: 'jwt' as const,
  access: 'pull' as const,
  repositories: [],
});
const done = (registry: string, expiresAt?: number): Attempt => ({
  entry: entry(registry),
  outcome: 'done',
  credential: { username: 'oidc', secret: 'p', expiresAt },
  verified: 'accepted',
  ms: 5,
});
const failed: Attempt = {
  entry: entry('bad.test'),
  outcome: 'failed',
  reason: 'no <b>',
  claims: undefined,
  ms: 5,
};
const skipped: Attempt = { entry: entry('later.test'), outcome: 'skipped' };
const NOON = Date.UTC(2026, 10, 30, 12);

describe('the sentence of a login', () => {
  it.each([
    { attempts: [done('a.test')], want: 'Logged in to 1 of 1 registry.' },
    {
      attempts: [done('a.test', NOON + 1), done('b.test', NOON)],
      want: 'Logged in to 2 of 2 registries, the first until 2026-11-30 12:00 UTC.',
    },
    {
      attempts: [done('a.test'), skipped],
      want: 'Logged in to 1 of 2 registries (1 skipped: this job gets no OIDC token).',
    },
    {
      attempts: [done('a.test'), failed],
      want: '1 of 2 registries refused this job, and nothing was written: bad.test.',
    },
  ])('$want', ({ attempts, want }) => expect(describeLogin(attempts)).toBe(want));
});

it('has a row for each registry, in columns that line up', () => {
  const lines = renderColumns(renderRows([done('a.test', NOON), failed, skipped])).split('\n');
  expect(lines).toEqual([
    'Registry    Provider  User  Until                 Check     Time',
    'a.test      jwt       oidc  2026-11-30 12:00 UTC  accepted  5 ms',
    'bad.test    jwt       -     -                     refused   5 ms',
    'later.test  jwt       -     -                     skipped   -',
  ]);
});

it('shows reasons and what lives on as text, never as Markdown', () => {
  const summary = renderSummary([failed], ['a.test: a token | <i>']);
  expect(summary).toMatch(/^### ❌ /);
  expect(summary).toContain('```\nno <b>\n```');
  expect(summary).toContain('**What lives on**\n\n```\na.test: a token | <i>\n```');
});
