import { parseTagList, parseTagState } from '@go-actions/delivery';
import { describe, expect, it } from 'vitest';

const DIGEST = `sha256:${'1'.repeat(64)}`;
/** Two lines of the trace of `crane -v`, v0.21.9. */
const answer = (status: string, path: string) =>
  `2026/11/30 12:02:39 --> HEAD http://r.test${path}\n2026/11/30 12:02:39 <-- ${status} http://r.test${path} (2.3ms)\n`;
const MANIFEST = '/v2/team/app/manifests/1.5.0';

describe('parseTagState', () => {
  const failed = (stderr: string) => ({ code: 1, stdout: '', stderr });
  const cases = [
    { name: 'a digest', ended: { code: 0, stdout: `${DIGEST}\n`, stderr: '' }, want: { digest: DIGEST } },
    {
      name: 'no digest where one was promised',
      ended: { code: 0, stdout: 'ok\n', stderr: '' },
      want: undefined,
    },
    { name: '404', ended: failed(answer('404', MANIFEST)), want: { digest: undefined } },
    { name: '401 is no knowledge', ended: failed(answer('401', MANIFEST)), want: undefined },
    { name: '403 is no knowledge', ended: failed(answer('403', MANIFEST)), want: undefined },
    {
      name: 'a 500 that says MANIFEST_UNKNOWN is no knowledge',
      ended: failed(
        `${answer('500', MANIFEST)}Error: GET http://r.test${MANIFEST}: MANIFEST_UNKNOWN: manifest unknown\n`,
      ),
      want: undefined,
    },
    {
      name: 'the last answer counts',
      ended: failed(answer('404', MANIFEST) + answer('503', MANIFEST)),
      want: undefined,
    },
    { name: 'a 404 of another request', ended: failed(answer('404', '/v2/')), want: undefined },
    { name: 'a reset connection', ended: failed(answer('EOF HEAD', MANIFEST)), want: undefined },
    { name: 'killed', ended: { code: null, stdout: '', stderr: '' }, want: undefined },
  ];
  it.each(cases)('$name', ({ ended, want }) => expect(parseTagState(ended, '1.5.0')).toEqual(want));
});

describe('parseTagList', () => {
  it('reads tags, and none of a repository that does not exist yet', () => {
    expect(parseTagList({ code: 0, stdout: '1\n1.5\n', stderr: '' })).toEqual(['1', '1.5']);
    const list = '/v2/team/app/tags/list?n=1000';
    expect(parseTagList({ code: 1, stdout: '', stderr: answer('404', list) })).toEqual([]);
    expect(parseTagList({ code: 1, stdout: '', stderr: answer('500', list) })).toBeUndefined();
  });
});
