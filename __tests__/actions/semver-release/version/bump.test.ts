import { describe, expect, it } from 'vitest';
import { isEnough, nextVersion, readCommits } from '../../../../actions/semver-release/src/version/bump.ts';
import {
  formatVersion,
  parseVersion,
  type Version,
} from '../../../../actions/semver-release/src/version/version.ts';
import { log, MESSAGES, sha } from '../messages.ts';

const version = (text: string): Version => parseVersion(text) ?? expect.fail(`${text} is no version`);
describe('readCommits', () => {
  it.each(MESSAGES)('$rule: $want', ({ messages, want }) => {
    expect(readCommits(log(...messages)).requirement.bump).toBe(want);
  });

  /** The same messages on each base: what the next version is at least. */
  const BASES = [
    { base: 'v1.2.3', want: { major: 'v2.0.0', minor: 'v1.3.0', patch: 'v1.2.4', none: 'v1.2.3' } },
    { base: 'v0.3.1', want: { major: 'v0.4.0', minor: 'v0.4.0', patch: 'v0.3.2', none: 'v0.3.1' } },
    { base: 'v1.0.0', want: { major: 'v2.0.0', minor: 'v1.1.0', patch: 'v1.0.1', none: 'v1.0.0' } },
  ] as const;
  it.each(BASES)('moves on from $base', ({ base, want }) => {
    for (const { messages, want: bump } of MESSAGES) {
      const { requirement } = readCommits(log(...messages));
      expect(formatVersion(nextVersion(version(base), requirement.bump, 'minor'))).toBe(want[bump]);
    }
  });

  it('leaves 0.x only when it is told to', () => {
    expect(formatVersion(nextVersion(version('v0.3.1'), 'major', 'major'))).toBe('v1.0.0');
  });

  it('judges a prerelease by the version that it leads to', () => {
    const stable = version('v1.2.3');
    expect(
      ['v1.3.0-rc.1', 'v1.2.4-rc.1', 'v1.2.4', 'v2.0.0'].map((text) =>
        isEnough(version(text), stable, 'minor', 'minor'),
      ),
    ).toEqual([true, false, false, true]);
  });
});

describe('squashed commits', () => {
  const paragraphs = 'Login (#3)\n\nfeat: form\n\nfix!: token\n\nBREAKING CHANGE: old ones are void';
  const bullets = 'Login (#3)\n\n* feat: form\n\n* fix: token\n  with care\n\nCo-authored-by: A';
  const rows = [
    { squash: 'title', message: paragraphs, want: 'none', types: [] },
    { squash: 'paragraphs', message: paragraphs, want: 'major', types: ['feat', 'fix'] },
    { squash: 'bullets', message: bullets, want: 'minor', types: ['feat', 'fix'] },
    { squash: 'bullets', message: paragraphs, want: 'none', types: [] },
  ] as const;
  it.each(rows)('are read as $squash: $want', ({ squash, message, want, types }) => {
    const reading = readCommits(log(message), { squash });
    expect(reading.requirement.bump).toBe(want);
    expect(reading.changes.map(({ type }) => type)).toEqual(types);
    expect(reading.others).toHaveLength(types.length === 0 ? 1 : 0);
  });
});

describe('commits of a module', () => {
  it('count alone, and are reverted by commits that touch others as well', () => {
    const commits = log(`Revert "feat: a"\n\nThis reverts commit ${sha(1)}.`, 'feat: a', 'fix: b');
    const counts = (id: string) => id !== sha(0);
    expect(readCommits(commits, { counts }).requirement.bump).toBe('patch');
  });

  it('that follow no convention are kept, merges and fixups are not', () => {
    const { others } = readCommits([
      { sha: sha(0), parents: [], author: 'A', message: 'Add a login page' },
      { sha: sha(1), parents: [sha(2), sha(3)], author: 'B', message: 'Merge pull request #3' },
      { sha: sha(2), parents: [], author: 'C', message: 'fixup! Add a login page' },
    ]);
    expect(others).toEqual([{ sha: sha(0), author: 'A', subject: 'Add a login page' }]);
  });

  it('ask for a version by a footer, the newest first', () => {
    expect(
      readCommits(log('chore: a\n\nRelease-As: v1.0.0', 'chore: b\n\nrelease-as: 2.0.0')).releaseAs,
    ).toBe('v1.0.0');
    expect(readCommits(log('chore: Release-As: v1.0.0')).releaseAs).toBeUndefined();
  });

  it('is linear on hostile messages', () => {
    for (const message of [
      'a'.repeat(1e6),
      `feat(${'('.repeat(1e6)}`,
      `feat: ${' '.repeat(1e6)}`,
      `\n\n${'BREAKING '.repeat(1e5)}`,
      `revert: a\n\n${'Refs: abcdef0, '.repeat(1e5)}`,
    ]) {
      expect(readCommits(log(message)).changes.length).toBeLessThanOrEqual(1);
    }
  });
});
