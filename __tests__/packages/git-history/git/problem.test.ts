import { ActionError } from '@go-actions/action-kit';
import { GitError } from '@go-actions/git-history';
import { expect, it } from 'vitest';

it('says which trouble git has, beside what a user can do', () => {
  const cause = new Error('spawn git ENOENT');
  const error = new GitError('no-program', 'git is not installed.', { remedy: 'Install git.', cause });
  expect(error).toBeInstanceOf(ActionError);
  expect(error).toMatchObject({
    problem: 'no-program',
    message: 'git is not installed.',
    remedy: 'Install git.',
    cause,
  });
});
