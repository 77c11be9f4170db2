import { describeJob } from '@go-actions/action-kit';
import { DEFAULT_IDENTITY, githubClaims } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { parseChallenge } from '../../../actions/oidc-registry-login/src/challenge.ts';
import {
  checkClaims,
  decodeClaims,
  subjectShape,
  subjects,
} from '../../../actions/oidc-registry-login/src/claims.ts';
import { secretForms } from '../../../actions/oidc-registry-login/src/encodings.ts';
import { isAlive, isFresh } from '../../../actions/oidc-registry-login/src/freshness.ts';
import { parseEndpoint, parseHost } from '../../../actions/oidc-registry-login/src/host.ts';
import { planLogin } from '../../../actions/oidc-registry-login/src/plan.ts';
import { providerOf } from '../../../actions/oidc-registry-login/src/providers/index.ts';
import { readRegistries } from '../../../actions/oidc-registry-login/src/registries.ts';
import { findStoredSecret } from '../../../actions/oidc-registry-login/src/stored-secret.ts';

const MINUTE = 60_000;

describe('a host', () => {
  const rows = [
    { input: 'ghcr.io', want: 'ghcr.io' },
    { input: 'GHCR.io', want: 'ghcr.io' },
    { input: 'localhost', want: 'localhost' },
    { input: 'localhost:5000', want: 'localhost:5000' },
    { input: '127.0.0.1:5000', want: '127.0.0.1:5000' },
    { input: '[::1]:5000', want: '[::1]:5000' },
    { input: 'index.docker.io', want: 'docker.io' },
    { input: 'xn--bcher-kva.example', want: 'xn--bcher-kva.example' },
    { input: '', throws: 'a host such as' },
    { input: 'https://ghcr.io', throws: 'without a scheme' },
    { input: 'user@ghcr.io', throws: 'without user name' },
    { input: 'ghcr.io@evil.com', throws: 'without user name' },
    { input: 'evil.com/123456789012.dkr.ecr.eu-west-1.amazonaws.com', throws: 'a host alone' },
    { input: 'ghcr.io.', throws: 'without a dot at its end' },
    { input: 'ghcr.io:', throws: 'a host such as' },
    { input: 'ghcr.io:0', throws: 'a port' },
    { input: 'ghcr.io:65536', throws: 'a port' },
    { input: 'ghcr.io:0443', throws: 'a port' },
    { input: 'ghcr.io:443:80', throws: 'a host such as' },
    { input: 'ghcr.io\\@evil.com', throws: 'without user name' },
    { input: 'ghcr.io#evil.com', throws: 'a host such as' },
    { input: 'ghcr.io?x', throws: 'a host such as' },
    { input: 'ghcr.іo', throws: 'in ASCII' },
    { input: 'ghcr。io', throws: 'in ASCII' },
    { input: 'ghcr.io\nevil.com', throws: 'a host such as' },
    { input: '2130706433:80', throws: 'a plain IP address' },
    { input: '0x7f.1', throws: 'a plain IP address' },
    { input: '127.1', throws: 'a plain IP address' },
    { input: 'registry', throws: 'a dot or a port' },
    { input: '-ghcr.io', throws: 'a host such as' },
  ];
  it.each(rows)('$input', (row) => {
    if ('throws' in row) expect(() => parseHost(row.input)).toThrow(row.throws);
    else expect(parseHost(row.input)).toBe(row.want);
  });
});

describe('a URL that gets a token', () => {
  const rows = [
    { input: 'https://vault.test/', want: 'https://vault.test' },
    { input: 'https://vault.test:8200/base/', want: 'https://vault.test:8200/base' },
    { input: 'http://127.0.0.1:8200', want: 'http://127.0.0.1:8200' },
    { input: 'http://localhost:8200', want: 'http://localhost:8200' },
    { input: 'http://[::1]:8200', want: 'http://[::1]:8200' },
    { input: 'http://vault.test', throws: 'an https URL' },
    { input: 'http://127.0.0.1.evil.com', throws: 'an https URL' },
    { input: 'http://localhost.evil.com', throws: 'an https URL' },
    { input: 'ftp://vault.test', throws: 'an https URL' },
    { input: 'https://user:pw@vault.test', throws: 'without user name' },
    { input: 'https://vault.test./', throws: 'without a dot' },
    { input: 'https://vault.test/#x', throws: 'without a fragment' },
    { input: 'https://váult.test', throws: 'in ASCII' },
    { input: 'vault.test', throws: 'a URL' },
  ];
  it.each(rows)('$input', (row) => {
    if ('throws' in row) expect(() => parseEndpoint(row.input)).toThrow(row.throws);
    else expect(parseEndpoint(row.input)).toBe(row.want);
  });
});

describe('the provider of a host', () => {
  const rows = [
    { host: 'ghcr.io', want: 'ghcr' },
    { host: 'containers.acme.ghe.com', want: 'ghcr' },
    { host: 'docker.io', want: 'dockerhub' },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', want: 'ecr' },
    { host: '123456789012.dkr-ecr.eu-west-1.on.aws', want: 'ecr' },
    { host: '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', want: 'ecr' },
    { host: 'public.ecr.aws', want: 'ecr-public' },
    { host: 'europe-west1-docker.pkg.dev', want: 'gar' },
    { host: 'eu.gcr.io', want: 'gar' },
    { host: 'acme.azurecr.io', want: 'acr' },
    { host: 'quay.io', want: 'quay' },
    { host: 'acme.jfrog.io', want: 'jfrog' },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com:8443', want: undefined },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.com', want: undefined },
    { host: 'evil-gcr.io', want: undefined },
    { host: 'acme.azurecr.io.evil.com', want: undefined },
    { host: 'localhost:5000', want: undefined },
  ];
  it.each(rows)('$host', ({ host, want }) => expect(providerOf(host)).toBe(want));
});

describe('a stored secret', () => {
  const rows = [
    { key: 'password', value: 'x', want: 'a stored secret' },
    { key: 'api-key', value: '', want: 'a stored secret' },
    { key: 'client-secret', value: 'x', want: 'a stored secret' },
    { key: 'username', value: 'ghp_abcdefghijklmnopqrstuvwxyz', want: 'a GitHub token' },
    { key: 'username', value: '-----BEGIN RSA PRIVATE KEY-----', want: 'a private key' },
    { key: 'role', value: 'AKIAIOSFODNN7EXAMPLE', want: 'an AWS access key' },
    { key: 'audience', value: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', want: 'a signed token' },
    { key: 'username', value: 'dckr_pat_0123456789abc', want: 'a Docker Hub token' },
    { key: 'token-url', value: 'https://sts.test/token', want: undefined },
    { key: 'password-field', value: 'password', want: undefined },
    { key: 'role', value: 'arn:aws:iam::123456789012:role/push', want: undefined },
    { key: 'path', value: 'secret/data/registry', want: undefined },
  ];
  it.each(rows)('$key: $value', ({ key, value, want }) => expect(findStoredSecret(key, value)).toBe(want));
});

describe('the list of registries', () => {
  const read = (registries: string, single = {}) => readRegistries({ registries, single, access: 'pull' });
  const rows = [
    { name: 'nothing at all', text: '', want: ['`registries` is empty; expected'] },
    { name: 'no list', text: 'registry: ghcr.io', want: ['`registries` is no list'] },
    { name: 'broken YAML', text: '- registry: [', want: ['`registries` is no YAML'] },
    { name: 'an alias bomb', text: '- &a [x]\n- *a', want: ['`registries` is no YAML'] },
    { name: 'a text entry', text: '- ghcr.io', want: ['registries[1]: expected keys and values'] },
    {
      name: 'the same host twice',
      text: '- registry: ghcr.io\n- registry: GHCR.IO',
      want: ['ghcr.io is there twice'],
    },
    {
      name: 'a key of another provider',
      text: '- registry: ghcr.io\n  role: x',
      want: ['`role` is no key of provider ghcr'],
    },
    {
      name: 'an unknown provider',
      text: '- registry: r.test\n  provider: harbor',
      want: ['`provider` is "harbor"; expected one of'],
    },
    { name: 'a host that does not tell', text: '- registry: r.test', want: ['r.test does not tell'] },
    {
      name: 'a bad repository',
      text: '- registry: ghcr.io\n  repositories: [Team/App, ok]',
      want: ['`repositories` has "Team/App"'],
    },
    {
      name: 'a bad role and session',
      text: '- registry: public.ecr.aws\n  role: push\n  session-duration: 5m',
      want: ['`role` is "push"', '`session-duration` is "5m"'],
    },
    {
      name: 'a Vault path that climbs',
      text: '- registry: r.test\n  provider: vault\n  url: https://v.test\n  role: r\n  path: ../sys/raw',
      want: ['`path` is "../sys/raw"'],
    },
    {
      name: 'fields that an exchange keeps to itself',
      text: '- registry: r.test\n  provider: token-exchange\n  token-url: https://s.test\n  audience: a\n  extra: {subject_token: x}',
      want: ['`extra` is "subject_token=x"; expected fields other than'],
    },
  ];
  it.each(rows)('complains about $name', ({ text, want }) => {
    const { complaints } = read(text);
    expect(complaints).toHaveLength(want.length);
    for (const [index, part] of want.entries()) expect(complaints[index]).toContain(part);
  });

  it('keeps account numbers and yes-or-no words as they were written', () => {
    const { entries } = read('- registry: r.test\n  provider: jwt\n  audience: 0012\n  username: no');
    expect(entries).toMatchObject([{ audience: '0012', username: 'no', access: 'pull' }]);
  });

  it('takes the list or the short form, not both', () => {
    expect(read('- registry: ghcr.io', { registry: 'quay.io' }).complaints[0]).toContain('are both set');
  });
});

describe('the claims of a job', () => {
  const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
  const classic = githubClaims(DEFAULT_IDENTITY);
  const immutable = githubClaims({ ...DEFAULT_IDENTITY, subject: 'immutable', environment: 'prod:eu' });

  it('name the job in both shapes of sub, its own first', () => {
    expect(subjectShape(classic)).toBe('classic');
    expect(subjects(classic)).toEqual([
      'repo:octo/app:ref:refs/heads/main',
      'repo:octo@1717/app@424242:ref:refs/heads/main',
    ]);
    expect(subjectShape(immutable)).toBe('immutable');
    expect(subjects(immutable)).toEqual([
      'repo:octo@1717/app@424242:environment:prod%3Aeu',
      'repo:octo/app:environment:prod%3Aeu',
    ]);
  });

  it('of a customized sub are left as they are', () => {
    const custom = { ...classic, sub: 'repository_owner:octo:job_workflow_ref:x' };
    expect([subjectShape(custom), subjects(custom)]).toEqual(['custom', [custom.sub]]);
  });

  it('are refused for another audience, and when they ended long ago', () => {
    const now = 1_800_000_000_000;
    const claims = { aud: 'a', exp: now / 1_000 };
    expect(() => checkClaims(claims, 'b', now)).toThrow('is for "a", but "b"');
    expect(() => checkClaims(claims, 'a', now + 9 * MINUTE)).not.toThrow();
    expect(() => checkClaims(claims, 'a', now - 9 * MINUTE)).not.toThrow();
    expect(() => checkClaims(claims, 'a', now + 11 * MINUTE)).toThrow('expired');
  });

  it.each(['', 'a.b', 'a.b.c.d', 'a.!!.c', token([1]), 'a.bnVsbA.c'])('are not read from %j', (text) => {
    expect(() => decodeClaims(text)).toThrow('no signed token');
  });
});

describe('a credential of the helper', () => {
  const rows = [
    { name: 'of an hour, 13 minutes left', life: 60, left: 13, fresh: true },
    { name: 'of an hour, 11 minutes left', life: 60, left: 11, fresh: false },
    { name: 'of twelve hours, 11 minutes left', life: 720, left: 11, fresh: false },
    { name: 'of five minutes, two left', life: 5, left: 2, fresh: true },
    { name: 'of five minutes, half a one left', life: 5, left: 0.5, fresh: false },
    { name: 'that has ended', life: 60, left: -1, fresh: false },
  ];
  it.each(rows)('$name', ({ life, left, fresh }) => {
    const credential = { obtainedAt: 0, expiresAt: life * MINUTE };
    const now = (life - left) * MINUTE;
    expect([isFresh(credential, now), isAlive(credential, now)]).toEqual([fresh, left > 0]);
  });

  it('that lasts as long as the job is always fresh', () => {
    expect(isFresh({ obtainedAt: 0 }, Number.MAX_SAFE_INTEGER)).toBe(true);
  });
});

describe('a challenge', () => {
  const rows = [
    {
      header: 'Bearer realm="https://a.test/t",service="s",scope="x"',
      want: { scheme: 'bearer', realm: 'https://a.test/t', service: 's' },
    },
    {
      header: 'bearer service=s , realm="https://a.test/?a=\\"b\\",c"',
      want: { scheme: 'bearer', realm: 'https://a.test/?a="b",c', service: 's' },
    },
    {
      header: 'Basic realm="x", Bearer realm="https://a.test"',
      want: { scheme: 'bearer', realm: 'https://a.test', service: undefined },
    },
    { header: 'Basic realm="https://x/",service="ecr.amazonaws.com"', want: { scheme: 'basic' } },
    { header: 'Negotiate', want: undefined },
    { header: undefined, want: undefined },
  ];
  it.each(rows)('$header', ({ header, want }) => expect(parseChallenge(header)).toEqual(want));
});

describe('the forms of a secret', () => {
  const secret = 'p:w/+"é\\x';
  it.each(['', 'x', 'xy', 'xyz'])('cover its base64 after %j', (before) => {
    const printed = Buffer.from(`${before}${secret}${secret}`).toString('base64');
    expect(secretForms('u', secret + secret).some((form) => printed.includes(form))).toBe(true);
  });
  it('cover headers, URLs, forms and JSON', () => {
    const forms = secretForms('user', secret);
    expect(forms).toContain(Buffer.from(`user:${secret}`).toString('base64'));
    expect(forms).toContain(encodeURIComponent(secret));
    expect(forms).toContain(new URLSearchParams({ a: secret }).toString().slice(2));
    expect(forms).toContain(JSON.stringify({ a: secret }).slice(6, -2));
  });
});

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
