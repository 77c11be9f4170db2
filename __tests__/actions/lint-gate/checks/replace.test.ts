import { describe, expect, it } from 'vitest';
import { judgeReplaces } from '../../../../actions/lint-gate/src/checks/replace.ts';

describe('judgeReplaces', () => {
  const judgeOne = (path: string, version?: string, folder = 'svc') =>
    judgeReplaces(
      {
        file: 'go.mod',
        folder,
        text: 'module m\nreplace (\n  a.com/b => X\n  a.com/b v1 => other // ..\n)\n'.replace('X', path),
        replace: [{ old: { path: 'a.com/b' }, new: { path, ...(version && { version }) } }],
      },
      (name) => name.startsWith('ok.com/'),
    );
  it.each([
    { name: 'allows a folder of the repository', path: '../lib', want: [] },
    { name: 'refuses a folder above it', path: '../../lib', want: [{ line: 3 }] },
    { name: 'refuses an absolute folder', path: '/home/me/lib', want: [{ line: 3 }] },
    { name: 'refuses a Windows folder', path: 'C:\\lib', want: [{ line: 3 }] },
    {
      name: 'refuses another module that is not allowed',
      path: 'fork.com/b',
      version: 'v1.0.0',
      want: [{ line: 3 }],
    },
  ])('$name', ({ path, version, want }) => expect(judgeOne(path, version)).toMatchObject(want));
});
