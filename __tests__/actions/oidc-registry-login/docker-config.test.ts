import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  parseConfig,
  planEdits,
  revertEdits,
  seedConfig,
} from '../../../actions/oidc-registry-login/src/docker-config.ts';

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
  it('leaves a credential store in charge of its own hosts only', () => {
    const docker = {
      auths: { 'a.test': {}, 'b.test': { auth: 'x' } },
      credsStore: 'desktop',
      credHelpers: { 'c.test': 'gcloud' },
      detachKeys: 'ctrl-x',
    };
    expect(seedConfig(docker)).toEqual({
      auths: docker.auths,
      credHelpers: { 'a.test': 'desktop', 'c.test': 'gcloud' },
      detachKeys: 'ctrl-x',
    });
  });
  it('adds the logins of podman that docker does not have', () => {
    const seeded = seedConfig(
      { auths: { 'a.test': { auth: 'docker' } } },
      { auths: { 'a.test': { auth: 'podman' }, 'p.test': { auth: 'p' } } },
    );
    expect(seeded).toEqual({ auths: { 'a.test': { auth: 'docker' }, 'p.test': { auth: 'p' } } });
  });
});

describe('a login in a config', () => {
  const rows = [
    {
      name: 'with a helper writes both',
      registry: 'r.test',
      helper: 'h',
      store: false,
      config: {},
      want: { auths: { 'r.test': AUTH }, credHelpers: { 'r.test': 'h' } },
    },
    {
      name: 'without one takes out a helper that would win',
      registry: 'r.test',
      helper: undefined,
      store: false,
      config: { credHelpers: { 'r.test': 'old' } },
      want: { auths: { 'r.test': AUTH } },
    },
    {
      name: 'without one keeps a store from stepping in',
      registry: 'r.test',
      helper: undefined,
      store: true,
      config: { credsStore: 's' },
      want: { credsStore: 's', auths: { 'r.test': AUTH }, credHelpers: { 'r.test': '' } },
    },
    {
      name: 'to Docker Hub writes both of its names',
      registry: 'docker.io',
      helper: undefined,
      store: false,
      config: {},
      want: { auths: { 'https://index.docker.io/v1/': AUTH, 'docker.io': AUTH } },
    },
  ];
  it.each(rows)('$name', ({ registry, helper, store, config, want }) => {
    const edits = planEdits(registry, ALICE, helper, store);
    const edited = applyEdits(config, edits);
    expect(edited.config).toEqual(want);
    expect(revertEdits(edited.config, edits, edited.before)).toEqual(config);
  });

  it('is taken back only where it is still the one that was written', () => {
    const start = { auths: { 'r.test': { auth: 'own' } }, HttpHeaders: { a: 'b' } };
    const edits = planEdits('r.test', ALICE, undefined, false);
    const { config, before } = applyEdits(start, edits);
    const later = applyEdits(
      config,
      planEdits('r.test', { username: 'bob', secret: 'x' }, undefined, false),
    ).config;
    expect(revertEdits(later, edits, before)).toEqual(later);
    expect(revertEdits(config, edits, before)).toEqual(start);
  });
});
