import { chooseProxy, proxySettings } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

const PROXY = 'http://proxy.test:3128';

describe('chooseProxy', () => {
  it.each([
    { name: 'a host', noProxy: 'example.com', url: 'https://example.com/', direct: true },
    { name: 'its subdomains', noProxy: 'example.com', url: 'https://a.b.example.com/', direct: true },
    {
      name: 'no host that only ends so',
      noProxy: 'example.com',
      url: 'https://notexample.com/',
      direct: false,
    },
    {
      name: 'subdomains of a suffix with a dot',
      noProxy: '.example.com',
      url: 'https://a.example.com/',
      direct: true,
    },
    { name: 'not its own host', noProxy: '.example.com', url: 'https://example.com/', direct: false },
    {
      name: 'a star and a dot like a dot',
      noProxy: '*.example.com',
      url: 'https://a.example.com/',
      direct: true,
    },
    { name: 'everything by a star', noProxy: 'x, *', url: 'https://example.com/', direct: true },
    { name: 'a host in other letters', noProxy: 'Example.COM', url: 'https://EXAMPLE.com/', direct: true },
    {
      name: 'a host with a dot at its end',
      noProxy: 'example.com',
      url: 'https://example.com./',
      direct: true,
    },
    { name: 'a port that fits', noProxy: 'example.com:8443', url: 'https://example.com:8443/', direct: true },
    { name: 'no other port', noProxy: 'example.com:8443', url: 'https://example.com/', direct: false },
    { name: 'the port of the scheme', noProxy: 'example.com:443', url: 'https://example.com/', direct: true },
    { name: 'one of several', noProxy: 'a.test , example.com', url: 'http://example.com/', direct: true },
    {
      name: 'one of several between blanks',
      noProxy: 'a.test example.com',
      url: 'http://example.com/',
      direct: true,
    },
    { name: 'an address', noProxy: '192.0.2.1', url: 'http://192.0.2.1/', direct: true },
    { name: 'an address with a port', noProxy: '192.0.2.1:80', url: 'http://192.0.2.1/', direct: true },
    { name: 'no other address', noProxy: '192.0.2.1', url: 'http://192.0.2.11/', direct: false },
    { name: 'a range', noProxy: '10.0.0.0/8', url: 'http://10.200.3.4/', direct: true },
    { name: 'nothing outside of a range', noProxy: '10.0.0.0/8', url: 'http://11.0.0.1/', direct: false },
    { name: 'no name by a range', noProxy: '10.0.0.0/8', url: 'http://ten.test/', direct: false },
    { name: 'a range of IPv6', noProxy: '2001:db8::/32', url: 'http://[2001:db8::7]/', direct: true },
    { name: 'an address of IPv6', noProxy: '2001:db8::7', url: 'http://[2001:db8::7]:8080/', direct: true },
    {
      name: 'one in brackets with a port',
      noProxy: '[2001:db8::7]:80',
      url: 'http://[2001:db8::7]/',
      direct: true,
    },
    { name: 'nothing by rubbish', noProxy: ':80,,/8,10.0.0.0/99,[', url: 'http://10.0.0.1/', direct: false },
    { name: 'localhost always', noProxy: '', url: 'http://localhost:8080/', direct: true },
    { name: 'loopback always', noProxy: '', url: 'http://127.8.8.8/', direct: true },
    { name: 'loopback of IPv6 always', noProxy: '', url: 'http://[::1]:1/', direct: true },
    {
      name: 'no host whose name starts like loopback',
      noProxy: '',
      url: 'http://127.evil.test/',
      direct: false,
    },
  ])('NO_PROXY covers $name', ({ noProxy, url, direct }) => {
    const env = { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, NO_PROXY: noProxy };
    expect(chooseProxy(new URL(url), env)?.href).toBe(direct ? undefined : `${PROXY}/`);
    expect(proxySettings(new URL(url), env)).toEqual(
      direct ? {} : { HTTP_PROXY: `${PROXY}/`, HTTPS_PROXY: `${PROXY}/` },
    );
  });

  it.each([
    { name: 'none', env: {}, want: undefined },
    { name: 'none by an empty variable', env: { HTTPS_PROXY: '' }, want: undefined },
    { name: 'none of the other scheme', env: { HTTP_PROXY: PROXY }, want: undefined },
    { name: 'small letters', env: { https_proxy: PROXY }, want: `${PROXY}/` },
    { name: 'capitals first', env: { https_proxy: 'http://other', HTTPS_PROXY: PROXY }, want: `${PROXY}/` },
    { name: 'an address without a scheme', env: { HTTPS_PROXY: 'proxy.test:3128' }, want: `${PROXY}/` },
    {
      name: 'a user',
      env: { HTTPS_PROXY: 'http://u:p%40@proxy.test:3128' },
      want: 'http://u:p%40@proxy.test:3128/',
    },
    { name: 'a proxy over TLS', env: { HTTPS_PROXY: 'https://proxy.test' }, want: 'https://proxy.test/' },
    {
      name: 'no SOCKS',
      env: { HTTPS_PROXY: 'socks5://u:s3cr3t@proxy.test' },
      throws: /^HTTPS_PROXY does not name/,
    },
    { name: 'no rubbish', env: { HTTPS_PROXY: '://' }, throws: /^HTTPS_PROXY does not name/ },
  ])('takes $name', (row) => {
    const choose = () => chooseProxy(new URL('https://example.com/'), row.env)?.href;
    if ('throws' in row) expect(choose).toThrow(row.throws);
    else expect(choose()).toBe(row.want);
  });
});
