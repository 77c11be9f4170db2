import { describe, expect, it } from 'vitest';
import {
  findVersion,
  isExpected,
  isSameVersion,
  parseVersionSource,
} from '../../../actions/deploy-check/src/expectation.ts';

describe('what an answer says', () => {
  const answer = (body: unknown, headers = {}) => ({ body: JSON.stringify(body), headers });
  const rows = [
    { from: 'json:version', answer: answer({ version: 'v1.2.3' }), want: 'v1.2.3' },
    { from: 'json:build.info.1.tag', answer: answer({ build: { info: [{}, { tag: 7 }] } }), want: '7' },
    { from: 'json:version', answer: answer({ version: { tag: 'v1' } }), want: undefined },
    { from: 'json:constructor.name', answer: answer({}), want: undefined },
    { from: 'json:version', answer: { body: '<html>', headers: {} }, want: undefined },
    { from: 'header:X-Version', answer: answer({}, { 'x-version': ' v1.2.3 ' }), want: 'v1.2.3' },
    { from: 'header:X-Version', answer: answer({}), want: undefined },
    { from: 'json:version', answer: answer({ version: ' v1\n| x | ' }), want: 'v1 | x |' },
  ];
  it.each(rows)('$from finds $want', ({ from, answer: found, want }) => {
    expect(findVersion(found, parseVersionSource(from))).toBe(want);
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
