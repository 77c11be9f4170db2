import { describe, expect, it } from 'vitest';
import { type BranchRules, chooseChannel } from '../../../../actions/semver-release/src/channels/channel.ts';

const DEFAULTS: BranchRules = {
  release: [],
  prerelease: ['next', 'beta', 'alpha', 'rc'],
  maintenance: ['v*', 'release/v*'],
};

describe('chooseChannel', () => {
  const rows: {
    branch: string;
    rules?: Partial<BranchRules>;
    defaultBranch?: string | undefined;
    want: object;
  }[] = [
    { branch: 'trunk', defaultBranch: 'trunk', want: { kind: 'release' } },
    { branch: 'main', defaultBranch: 'trunk', want: { kind: 'none' } },
    { branch: 'main', defaultBranch: undefined, want: { kind: 'release' } },
    { branch: 'master', defaultBranch: undefined, want: { kind: 'release' } },
    { branch: 'maintenance', defaultBranch: 'main', want: { kind: 'none' } },
    { branch: 'feature/main', defaultBranch: 'main', want: { kind: 'none' } },
    { branch: 'stable', rules: { release: ['stable*'] }, want: { kind: 'release' } },
    { branch: 'next', want: { kind: 'prerelease', name: 'next' } },
    {
      branch: 'develop',
      rules: { prerelease: ['develop:beta'] },
      want: { kind: 'prerelease', name: 'beta' },
    },
    {
      branch: 'preview/x_y',
      rules: { prerelease: ['preview/*'] },
      want: { kind: 'prerelease', name: 'x-y' },
    },
    { branch: '12', rules: { prerelease: ['*'] }, want: { kind: 'none' } },
    { branch: 'v1', want: { kind: 'maintenance', line: { major: 1, minor: undefined } } },
    { branch: 'v1.x', want: { kind: 'maintenance', line: { major: 1, minor: undefined } } },
    { branch: 'release/v1.4', want: { kind: 'maintenance', line: { major: 1, minor: 4 } } },
    { branch: 'release/v1.4.x', want: { kind: 'maintenance', line: { major: 1, minor: 4 } } },
    { branch: 'very-old', want: { kind: 'none' } },
    { branch: 'v1', rules: { maintenance: [] }, want: { kind: 'none' } },
  ];
  it.each(rows)('$branch: $want', ({ branch, rules, want, ...more }) => {
    const defaultBranch = 'defaultBranch' in more ? more.defaultBranch : 'main';
    expect(chooseChannel(branch, { ...DEFAULTS, ...rules }, defaultBranch)).toMatchObject(want);
  });
});
