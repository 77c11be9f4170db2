import { findReleaseAs, isFolded, parseCommit } from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

const commit = (message: string) => ({ sha: '1'.repeat(40), parents: [], author: 'a', message });

describe('parseCommit', () => {
  it('takes a footer to its end, over several lines', () => {
    const change = parseCommit(commit('feat(api): a\n\nbody\n\nBREAKING CHANGE: one\n  two\nRefs: #3\n'));
    expect(change).toMatchObject({ type: 'feat', scope: 'api', description: 'a', breaking: 'one two' });
  });
});

it('takes the text of a footer from the next line, as git takes the space off its end', () => {
  expect(parseCommit(commit('fix: a\n\nBREAKING CHANGE:\none\n'))?.breaking).toBe('one');
  expect(parseCommit(commit('fix: a\n\nBREAKING CHANGE:\n\none\n'))?.breaking).toBeUndefined();
});

describe('a message that says something else', () => {
  it('is to be folded into another commit', () => {
    expect(['fixup! feat: a', 'squash! a', 'amend! a'].map((message) => isFolded(commit(message)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isFolded(commit('fix: fixup! a'))).toBe(false);
  });

  it('asks for a version by a footer, never by its title', () => {
    expect(findReleaseAs(commit('chore: a\r\n\r\nrelease-as: 2.0.0\r\n'))).toBe('2.0.0');
    expect(findReleaseAs(commit('Release-As: v1.0.0'))).toBeUndefined();
  });
});
