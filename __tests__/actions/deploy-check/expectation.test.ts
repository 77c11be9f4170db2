import { describe, expect, it } from 'vitest';
import {
  findVersion,
  isExpected,
  isSameVersion,
  parseVersion,
  parseVersionSource,
} from '../../../actions/deploy-check/src/expectation.ts';

describe('what an answer says', () => {
  const answer = (body: unknown, headers = {}) => ({ body: JSON.stringify(body), headers, isWhole: true });
  const rows = [
    { from: 'json:version', answer: answer({ version: 'v1.2.3' }), want: 'v1.2.3' },
    { from: 'json:build.info.1.tag', answer: answer({ build: { info: [{}, { tag: 7 }] } }), want: '7' },
    { from: 'json:version', answer: { body: '{"version":1.10}', headers: {} }, want: '1.10' },
    {
      from: 'json:version',
      answer: { body: '{"version":9007199254740993}', headers: {} },
      want: '9007199254740993',
    },
    { from: 'json:version', answer: { body: '{"version":1e3}', headers: {} }, want: '1e3' },
    { from: 'json:version', answer: { body: '{"version":true}', headers: {} }, want: undefined },
    { from: 'text:^v(\\S+)', answer: { body: 'app\nv1.10 (linux)', headers: {} }, want: '1.10' },
    { from: 'text:v[\\d.]+', answer: { body: '<p>v1.4.0</p>', headers: {} }, want: 'v1.4.0' },
    { from: 'text:v(x)?', answer: { body: 'nothing', headers: {} }, want: undefined },
    // A body of which only the start is read: what touches its end may go on.
    { from: 'text:v[\\d.]+', answer: { body: 'app v1.0', headers: {}, isWhole: false }, want: undefined },
    { from: 'text:v[\\d.]+', answer: { body: 'app v1.0 ', headers: {}, isWhole: false }, want: 'v1.0' },
    { from: 'json:version', answer: answer({ version: { tag: 'v1' } }), want: undefined },
    { from: 'json:constructor.name', answer: answer({}), want: undefined },
    { from: 'json:version', answer: { body: '<html>', headers: {} }, want: undefined },
    { from: 'header:X-Version', answer: answer({}, { 'x-version': ' v1.2.3 ' }), want: 'v1.2.3' },
    { from: 'header:X-Version', answer: answer({}), want: undefined },
    { from: 'json:version', answer: answer({ version: ' v1\n| x | ' }), want: 'v1 | x |' },
  ];
  it.each(rows)('$from finds $want', ({ from, answer: found, want }) => {
    expect(findVersion({ isWhole: true, ...found }, parseVersionSource(from))).toBe(want);
  });

  it('case login-deploy/22: is compared as it is written', () => {
    expect(isSameVersion('1.10', 'v1.1')).toBe(false);
    expect(isSameVersion('1.10', 'v1.10')).toBe(true);
    expect(isSameVersion('9007199254740993', '9007199254740992')).toBe(false);
    const longest = 'v'.padEnd(200, '1');
    const found = findVersion(answer({ version: `${longest}-rc1` }), parseVersionSource('json:version'));
    expect(isSameVersion(found ?? '', longest)).toBe(false);
  });

  it('case login-deploy/22: is not said by an object that has a name twice', () => {
    const said = (body: string) =>
      findVersion({ headers: {}, body, isWhole: true }, parseVersionSource('json:version'));
    expect(said('{"version":"v1.3.9","version":"v1.4.0"}')).toBeUndefined();
    expect(said('{"version":"v1.4.0","a":[{"b":1,"b":{"c:\\"":2}}]}')).toBeUndefined();
    expect(said('{"version":"v1.4.0","a":[{"b:\\\\":1,"c":{"d\\":":2}}, "e:f"]}')).toBe('v1.4.0');
  });

  it('an expected version that got lost is a mistake', () => {
    expect(parseVersion('off')).toBeUndefined();
    expect(parseVersion('v1.4.0')).toBe('v1.4.0');
    expect(() => parseVersion('')).toThrow('"off" to check none');
  });

  it('a leading v makes no difference, a digit does', () => {
    expect(isSameVersion('1.2.3', 'v1.2.3')).toBe(true);
    expect(isSameVersion('v1.2.3', '1.2.3')).toBe(true);
    expect(isSameVersion('v1.2.30', 'v1.2.3')).toBe(false);
    expect(isSameVersion('version', 'ersion')).toBe(false);
  });

  it('statuses are codes and classes', () => {
    expect(isExpected(204, ['200', '2xx'])).toBe(true);
    expect(isExpected(201, ['200', '204'])).toBe(false);
    expect(isExpected(302, ['2xx', '302'])).toBe(true);
  });
});
