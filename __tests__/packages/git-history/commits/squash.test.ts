import { expandSquash } from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

const commit = (message: string, parents = ['p']) => ({ sha: 's', parents, author: 'a', message });

describe('expandSquash', () => {
  const body = 'Login (#3)\r\n\r\n* feat: form\r\n  with care\r\n\r\n- fix: token\r\n';
  it.each([
    { mode: 'title', want: [body] },
    { mode: 'bullets', want: [body, 'feat: form\n  with care', 'fix: token'] },
    { mode: 'paragraphs', want: [body, '* feat: form\n  with care', '- fix: token'] },
  ] as const)('reads a body as $mode', ({ mode, want }) =>
    expect(expandSquash(commit(body), mode).map(({ message }) => message)).toEqual(want),
  );

  it('leaves merges alone', () => expect(expandSquash(commit(body, ['p', 'q']), 'bullets')).toHaveLength(1));
});
