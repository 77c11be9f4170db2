import { describeJob } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';
import { readRegistries } from '../../../../actions/oidc-registry-login/src/registries/entries.ts';
import { planLogin } from '../../../../actions/oidc-registry-login/src/registries/login-plan.ts';

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
  const LINES = 'id-token: write';
  const SKIP = 'on-missing-oidc: skip';
  const rows = [
    {
      name: 'a branch of the repository',
      head: { repo: { id: 1, fork: false } },
      base: { repo: { id: 1 } },
      want: LINES,
    },
    {
      name: 'an own branch inside a fork',
      head: { repo: { id: 2, fork: true } },
      base: { repo: { id: 2 } },
      want: LINES,
    },
    { name: 'a fork', head: { repo: { id: 2, fork: true } }, base: { repo: { id: 1 } }, want: SKIP },
    {
      name: 'a repository whose fork this one is',
      head: { repo: { id: 1, fork: false } },
      base: { repo: { id: 2, fork: true } },
      want: SKIP,
    },
    { name: 'a fork that was deleted', head: { repo: null }, base: { repo: { id: 1 } }, want: SKIP },
    { name: 'an engine without repositories in its payload', head: {}, base: {}, want: LINES },
  ];
  it.each(rows)('case login-deploy/17: of $name is told the right remedy', ({ head, base, want }) => {
    expect(() => plan({ pull_request: { head, base } }, 'error')).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining(want) }),
    );
  });
  it('of Dependabot is told about `skip`', () => {
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
