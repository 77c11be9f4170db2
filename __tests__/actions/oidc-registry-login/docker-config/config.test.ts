import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  type DockerConfig,
  hasOtherHelper,
  listOverridden,
  parseConfig,
  planEdits,
  revertEdits,
  seedConfig,
} from '../../../../actions/oidc-registry-login/src/docker-config/config.ts';

const ALICE = { username: 'alice', secret: 'pw' };
const AUTH = { auth: Buffer.from('alice:pw').toString('base64') };

describe('reading a config', () => {
  it('takes an empty file, and keeps what it does not know', () => {
    expect(parseConfig(' \n', 'c')).toEqual({});
    expect(parseConfig('{"x":{"__proto__":1}}', 'c')).toEqual(JSON.parse('{"x":{"__proto__":1}}'));
  });
  it.each(['[]', 'null', '"x"', '{', '{"auths": hunter2}'])('refuses %s without quoting it', (text) => {
    expect(() => parseConfig(text, '/c.json')).toThrow(/^\/c\.json (is no JSON|holds no JSON object)\.$/);
  });
});

describe('the seed of a private config', () => {
  it.each([
    { credsStore: 'ecr-login' },
    { auths: { 'a.test': {}, 'b.test': { auth: 'x' } }, credsStore: 'desktop' },
    { credHelpers: { 'c.test': 'gcloud', 'd.test': '' }, detachKeys: 'ctrl-x' },
  ])('case login-deploy/01: keeps a store and helpers per host in charge: %j', (docker) => {
    expect(seedConfig(docker)).toEqual({ auths: {}, ...docker });
  });
  it('adds the logins of podman that docker does not have', () => {
    const seeded = seedConfig(
      { auths: { 'a.test': { auth: 'docker' } } },
      { auths: { 'a.test': { auth: 'podman' }, 'p.test': { auth: 'p' } } },
    );
    expect(seeded).toEqual({ auths: { 'a.test': { auth: 'docker' }, 'p.test': { auth: 'p' } } });
  });
});

describe('whom clients ask for a registry', () => {
  const rows = [
    { config: {}, registry: 'r.test', want: false },
    { config: { credsStore: 'pass' }, registry: 'r.test', want: true },
    { config: { credHelpers: { 'r.test': 'gcloud' } }, registry: 'r.test', want: true },
    { config: { credHelpers: { 'q.test': 'gcloud' } }, registry: 'r.test', want: false },
    { config: { credHelpers: { 'https://index.docker.io/v1/': 'x' } }, registry: 'docker.io', want: true },
  ];
  it.each(rows)('$config for $registry', ({ config, registry, want }) =>
    expect(hasOtherHelper(config, registry)).toBe(want),
  );
});

describe('a login in a config', () => {
  const rows = [
    {
      name: 'with a helper writes both',
      registry: 'r.test',
      helper: 'h',
      config: {},
      want: { auths: { 'r.test': AUTH }, credHelpers: { 'r.test': 'h' } },
    },
    {
      name: 'without one takes out a helper that would win',
      registry: 'r.test',
      helper: undefined,
      config: { credHelpers: { 'r.test': 'old' } },
      want: { auths: { 'r.test': AUTH } },
    },
    {
      name: 'beside a store leaves that to the other hosts',
      registry: 'r.test',
      helper: 'h',
      config: { credsStore: 's' },
      want: { credsStore: 's', auths: { 'r.test': AUTH }, credHelpers: { 'r.test': 'h' } },
    },
    {
      name: 'to Docker Hub writes both of its names',
      registry: 'docker.io',
      helper: undefined,
      config: {},
      want: { auths: { 'https://index.docker.io/v1/': AUTH, 'docker.io': AUTH } },
    },
  ];
  it.each(rows)('$name', ({ registry, helper, config, want }) => {
    const edited = applyEdits(config, planEdits(registry, ALICE, helper));
    expect(edited.config).toEqual(want);
    expect(revertEdits(edited.config, edited, {}, 0)).toEqual({
      config,
      ended: {},
    });
  });

  const start = { auths: { 'r.test': { auth: 'own' } }, HttpHeaders: { a: 'b' } };
  const logIn = (config: DockerConfig, secret: string) => {
    const edits = applyEdits(config, planEdits('r.test', { username: 'u', secret }, undefined));
    return { after: edits.config, edits };
  };

  it('is taken back only where it is still the one that was written', () => {
    const ours = logIn(start, 'a');
    const foreign = { ...start, auths: { 'r.test': { auth: 'later' } } };
    expect(revertEdits(foreign, ours.edits, {}, 0).config).toEqual(foreign);
    expect(revertEdits(ours.after, ours.edits, {}, 0)).toEqual({ config: start, ended: {} });
  });

  it.each([
    { name: 'first in, first out', order: [0, 1, 2] },
    { name: 'last in, first out', order: [2, 1, 0] },
    { name: 'the middle one first', order: [1, 0, 2] },
    { name: 'the middle one last', order: [0, 2, 1] },
  ])('of three jobs on one host leads back to the start: $name', ({ order }) => {
    const one = logIn(start, 'a');
    const two = logIn(one.after, 'b');
    const three = logIn(two.after, 'c');
    let state: ReturnType<typeof revertEdits> = { config: three.after, ended: {} };
    for (const index of order) {
      const edits = [one, two, three][index]?.edits ?? one.edits;
      state = revertEdits(state.config, edits, state.ended, 0);
    }
    expect(state).toEqual({ config: start, ended: {} });
  });

  it('forgets what belongs to no living job', () => {
    const one = logIn(start, 'a');
    const { ended } = revertEdits(start, one.edits, {}, 0);
    expect(Object.keys(ended)).not.toHaveLength(0);
    expect(revertEdits(start, { written: [], before: [] }, ended, 6 * 24 * 3_600_000).ended).toEqual({});
  });
});

describe('what DOCKER_AUTH_CONFIG keeps docker from asking us', () => {
  it.each([
    { variable: '{"auths":{"r.test":{"auth":"x"}}}', want: ['r.test'] },
    { variable: '{"auths":{"https://index.docker.io/v1/":{"auth":"x"}}}', want: ['docker.io'] },
    { variable: '{"auths":{"other.test":{"auth":"x"}}}', want: [] },
    { variable: '{"auths":[]}', want: [] },
    { variable: 'no JSON', want: [] },
  ])('$variable', ({ variable, want }) => {
    expect(listOverridden(variable, ['r.test', 'docker.io'])).toEqual(want);
  });
});
