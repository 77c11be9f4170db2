import { parseLog } from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

describe('parseLog', () => {
  it('reads records of git log -z, whatever the message holds', () => {
    expect(
      parseLog('aaa\nbbb ccc\nA. U. Thor\nfeat: a\n\nbody\n\n\0bbb\nccc\n\nno author\n\0ccc\n\nC\n\0'),
    ).toEqual([
      { sha: 'aaa', parents: ['bbb', 'ccc'], author: 'A. U. Thor', message: 'feat: a\n\nbody' },
      { sha: 'bbb', parents: ['ccc'], author: '', message: 'no author' },
      { sha: 'ccc', parents: [], author: 'C', message: '' },
    ]);
  });
});
