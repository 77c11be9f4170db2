import { describe, expect, it } from 'vitest';
import {
  isLoopback,
  parseBaseUrl,
  parseEndpoint,
  parseHost,
  registryUrl,
} from '../../../../actions/oidc-registry-login/src/registries/host.ts';

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

it('a URL that paths are appended to has no query', () => {
  expect(parseBaseUrl('https://vault.test/base/')).toBe('https://vault.test/base');
  for (const url of ['https://vault.test?x=', 'https://vault.test/?', 'http://127.0.0.1:1/a?b=c'])
    expect(() => parseBaseUrl(url)).toThrow('without a query');
});

it('only what every machine and every proxy takes for loopback gets along without TLS', () => {
  const names = ['localhost', '127.0.0.1', '127.8.8.8', '[::1]'];
  expect(names.filter((name) => !isLoopback(name))).toEqual([]);
  const others = [
    'r.localhost',
    'localhost.evil.test',
    '128.0.0.1',
    '0.0.0.0',
    '[::2]',
    '127.0.0.1.evil.test',
  ];
  expect(others.filter(isLoopback)).toEqual([]);
  expect(registryUrl('r.localhost:5000')).toBe('https://r.localhost:5000');
});
