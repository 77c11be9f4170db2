import { expect, it } from 'vitest';
import {
  type Attempt,
  firstExpiry,
  loginsOf,
  refusalsOf,
} from '../../../../actions/oidc-registry-login/src/registries/attempt.ts';

const entry = (registry: string) =>
  ({ registry, provider: 'ghcr', access: 'pull', repositories: [] }) as const;
const done = (registry: string, expiresAt?: number): Attempt => ({
  entry: entry(registry),
  outcome: 'done',
  credential: { username: 'u', secret: 's', expiresAt },
  verified: 'granted',
  ms: 1,
});

it('tells logins from refusals, and what was skipped from both', () => {
  const attempts: Attempt[] = [
    done('a.test', 9),
    { entry: entry('b.test'), outcome: 'failed', reason: 'no trust', claims: undefined, ms: 1 },
    { entry: entry('c.test'), outcome: 'skipped' },
  ];
  expect(loginsOf(attempts).map(({ registry }) => registry)).toEqual(['a.test']);
  expect(refusalsOf(attempts)).toEqual(['b.test: no trust']);
});

it('the first end is that of the credential that ends first', () => {
  expect(firstExpiry(loginsOf([done('a.test', 9), done('b.test'), done('c.test', 4)]))).toBe(4);
  expect(firstExpiry(loginsOf([done('a.test')]))).toBeUndefined();
});
