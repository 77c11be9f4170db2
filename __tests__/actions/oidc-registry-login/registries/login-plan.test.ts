import { describeJob } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';
import { readRegistries } from '../../../../actions/oidc-registry-login/src/registries/entries.ts';
import { planLogin } from '../../../../actions/oidc-registry-login/src/registries/login-plan.ts';

const _MINUTE = 60_000;

describe('a job without an ID token', () => {
  const { entries } = readRegistries({
    registries: '- registry: ghcr.io\n- registry: quay.io\n  robot: a+b',
    single: {},
    access: 'pull',
  });
  const plan = (event: object, onMissing: 'error' | 'skip', env = {}) =>
    planLogin(entries, {
      hasIdToken: false,
      onMissing,
      job: describeJob(env, event as Record<string, unknown>, '/'),
    });

  it('is told the lines to add', () => expect(() => plan({}, 'error')).toThrow('no OIDC token'));
  it('of a fork is told about `skip`', () => {
    const fork = { pull_request: { head: { repo: { fork: true } } } };
    expect(() => plan(fork, 'error')).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('on-missing-oidc: skip') }),
    );
    expect(() => plan({}, 'error', { GITHUB_ACTOR: 'dependabot[bot]' })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('Dependabot') }),
    );
  });
  it('still logs in where none is needed', () => {
    expect(plan({}, 'skip')).toMatchObject({
      login: [{ registry: 'ghcr.io' }],
      skip: [{ registry: 'quay.io' }],
    });
  });
});
