import { describe, expect, it } from 'vitest';
import { isEnough, nextVersion, readCommits } from '../../../../actions/semver-release/src/commits/bump.ts';
import { parseCommit } from '../../../../actions/semver-release/src/commits/conventional.ts';
import { parseLog } from '../../../../actions/semver-release/src/commits/log.ts';
import {
  formatVersion,
  parseVersion,
  type Version,
} from '../../../../actions/semver-release/src/version/version.ts';

const sha = (index: number) => String(index).padStart(7, '0').padEnd(40, 'a');
const version = (text: string): Version => parseVersion(text) ?? expect.fail(`${text} is no version`);
const log = (...messages: string[]) =>
  messages.map((message, index) => ({
    sha: sha(index),
    parents: [sha(index + 1)],
    author: 'Gopher',
    message,
  }));

/** Message(s), oldest last, and what they ask for; each row follows a rule of Conventional Commits 1.0.0 or says which choice it is. */
const MESSAGES: { rule: string; messages: string[]; want: 'major' | 'minor' | 'patch' | 'none' }[] = [
  { rule: '2: feat is a feature', messages: ['feat: a'], want: 'minor' },
  { rule: '3: fix is a fix', messages: ['fix: a'], want: 'patch' },
  { rule: '4: with a scope', messages: ['feat(api): a'], want: 'minor' },
  { rule: 'ours: perf changes what users get', messages: ['perf: a'], want: 'patch' },
  { rule: '14: other types release nothing', messages: ['chore: a'], want: 'none' },
  { rule: '14: docs', messages: ['docs: a'], want: 'none' },
  { rule: '14: refactor', messages: ['refactor: a'], want: 'none' },
  {
    rule: '14: build, ci, style, test',
    messages: ['build: a', 'ci: a', 'style: a', 'test: a'],
    want: 'none',
  },
  { rule: '13: ! on a feature', messages: ['feat!: a'], want: 'major' },
  { rule: '13: ! on any type', messages: ['chore!: a'], want: 'major' },
  { rule: '13: ! after a scope', messages: ['fix(api)!: a'], want: 'major' },
  { rule: '12: footer', messages: ['fix: a\n\nBREAKING CHANGE: b'], want: 'major' },
  { rule: '16: footer with a hyphen', messages: ['fix: a\n\nBREAKING-CHANGE: b'], want: 'major' },
  { rule: '12: footer after a body', messages: ['fix: a\n\nbody\n\nBREAKING CHANGE: b'], want: 'major' },
  {
    rule: '12: footer among footers',
    messages: ['docs: a\n\nRefs: #1\nBREAKING CHANGE: b\nReviewed-by: C'],
    want: 'major',
  },
  {
    rule: '12: footer with Windows line ends',
    messages: ['fix: a\r\n\r\nBREAKING CHANGE: b\r\n'],
    want: 'major',
  },
  {
    rule: '15: BREAKING CHANGE must be in capitals',
    messages: ['fix: a\n\nbreaking change: b'],
    want: 'patch',
  },
  { rule: '15: mixed case does not count', messages: ['fix: a\n\nBreaking Change: b'], want: 'patch' },
  { rule: '12: colon and space', messages: ['fix: a\n\nBREAKING CHANGE:b'], want: 'patch' },
  {
    rule: '12: in the middle of a line it is prose',
    messages: ['docs: a\n\nuse a BREAKING CHANGE: footer'],
    want: 'none',
  },
  { rule: '12: in a list it is prose', messages: ['docs: a\n\n* BREAKING CHANGE: x'], want: 'none' },
  { rule: '12: in a quote it is prose', messages: ['docs: a\n\n> BREAKING CHANGE: x'], want: 'none' },
  {
    rule: '6: without a blank line there is no body',
    messages: ['docs: a\nBREAKING CHANGE: x'],
    want: 'none',
  },
  { rule: '15: types in any case', messages: ['FEAT: a'], want: 'minor' },
  { rule: '15: capitalised', messages: ['Fix: a'], want: 'patch' },
  { rule: '1: colon without space', messages: ['feat:a'], want: 'none' },
  { rule: '1: no colon', messages: ['feat a'], want: 'none' },
  { rule: '1: nothing after the colon', messages: ['feat: '], want: 'none' },
  { rule: '1: a blank before the type', messages: [' feat: a'], want: 'none' },
  { rule: '1: the type is at the start', messages: ['docs: describe feat: prefix'], want: 'none' },
  { rule: '1: a type that ends like one of ours', messages: ['chore: defeat: x'], want: 'none' },
  { rule: '1: a ! inside of the description', messages: ['docs: explain foo!: bar'], want: 'none' },
  { rule: '4: an empty scope', messages: ['feat(): a'], want: 'none' },
  { rule: '4: an unclosed scope', messages: ['feat(a: b'], want: 'none' },
  {
    rule: 'ours: merge commits say nothing',
    messages: ['Merge pull request #3 from a/b\n\nfeat: a'],
    want: 'none',
  },
  { rule: 'ours: a squash is its title', messages: ['fix: a (#3)\n\nfeat!: b'], want: 'patch' },
  { rule: 'ours: fixup is to be folded', messages: ['fixup! feat: a'], want: 'none' },
  { rule: 'ours: squash! too', messages: ['squash! feat!: a'], want: 'none' },
  { rule: 'ours: amend! too', messages: ['amend! feat: a'], want: 'none' },
  {
    rule: 'ours: a revert cancels what its body names',
    messages: [`Revert "feat!: a"\n\nThis reverts commit ${sha(1)}.`, 'feat!: a'],
    want: 'none',
  },
  {
    rule: 'spec FAQ: revert: with Refs',
    messages: [`revert: let us never speak of it\n\nRefs: ${sha(1)}, ${sha(2)}`, 'feat: a', 'fix: b'],
    want: 'none',
  },
  {
    rule: 'ours: by a short id',
    messages: [`Revert "feat: a"\n\nThis reverts commit ${sha(1).slice(0, 7)}.`, 'feat: a'],
    want: 'none',
  },
  {
    rule: 'ours: a revert of a revert',
    messages: [
      `Revert "Revert"\n\nThis reverts commit ${sha(1)}.`,
      `Revert "feat: a"\n\nThis reverts commit ${sha(2)}.`,
      'feat: a',
    ],
    want: 'minor',
  },
  { rule: 'ours: a title proves nothing', messages: ['Revert "feat: a"', 'feat: a'], want: 'minor' },
  {
    rule: 'ours: an unmatched revert is a patch',
    messages: [`Revert "feat: a"\n\nThis reverts commit ${'b'.repeat(40)}.`],
    want: 'patch',
  },
  {
    rule: 'case release/01: Reapply, of git 2.43, is the revert of a revert',
    messages: [
      `Reapply "feat: q"\n\nThis reverts commit ${sha(1)}.`,
      `Revert "feat: q"\n\nThis reverts commit ${sha(2)}.`,
      'feat: q',
    ],
    want: 'minor',
  },
  {
    rule: 'case release/01: what a Reapply brings back from an earlier release is as new as at first',
    messages: [`Reapply "feat!: q"\n\nThis reverts commit ${'b'.repeat(40)}.`],
    want: 'major',
  },
  {
    rule: 'case release/01: and so is a revert of a revert in the older words',
    messages: [`Revert "Revert "feat: q"" (#12)\n\nThis reverts commit ${'b'.repeat(40)}.`],
    want: 'minor',
  },
  {
    rule: 'case release/01: reverted, applied and reverted again is gone',
    messages: [
      `Revert "Reapply "feat: q""\n\nThis reverts commit ${sha(1)}.`,
      `Reapply "feat: q"\n\nThis reverts commit ${sha(2)}.`,
      `Revert "feat: q"\n\nThis reverts commit ${sha(3)}.`,
      'feat: q',
    ],
    want: 'none',
  },
  {
    rule: 'ours: git revert --reference',
    messages: [
      `Revert "feat: a"\n\nThis reverts commit ${sha(1).slice(0, 10)} (feat: a, 2026-01-01).`,
      'feat: a',
    ],
    want: 'none',
  },
  {
    rule: 'ours: one revert of several',
    messages: [
      `Revert two\n\nThis reverts commits ${sha(1)}, ${sha(2).slice(0, 9)} and ${sha(3)}.`,
      'feat: a',
      'fix: b',
      'feat!: c',
    ],
    want: 'none',
  },
  {
    rule: 'ours: a commit that is only mentioned is not reverted',
    messages: [
      `Revert "fix: b"\n\nThis reverts commit ${sha(2)}. It is unrelated to ${sha(1)}.`,
      'feat: a',
      'fix: b',
    ],
    want: 'minor',
  },
  {
    rule: 'ours: only a revert reverts',
    messages: [`docs: quote\n\nThis reverts commit ${sha(1)}.`, 'feat: a'],
    want: 'minor',
  },
  { rule: 'largest counts', messages: ['fix: a', 'feat: b', 'docs: c'], want: 'minor' },
  { rule: 'not conventional', messages: ['Update README', 'WIP', ''], want: 'none' },
];

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

describe('reverts of merges', () => {
  /** M merges the side S2 (on S1) into main A; `R` reverts M. */
  const merge = (body: string) => [
    { sha: sha(9), parents: [sha(5)], author: 'a', message: `Revert "Merge branch 'side'"\n\n${body}` },
    { sha: sha(5), parents: [sha(4), sha(3)], author: 'a', message: "Merge branch 'side'" },
    { sha: sha(4), parents: [sha(1)], author: 'a', message: 'fix: on main' },
    { sha: sha(3), parents: [sha(2)], author: 'a', message: 'feat!: on the side' },
    { sha: sha(2), parents: [sha(1)], author: 'a', message: 'feat: on the side' },
    { sha: sha(1), parents: [], author: 'a', message: 'fix: below' },
  ];
  const rows = [
    {
      name: 'cancel all that the merge brought in',
      body: `This reverts commit ${sha(5)}, reversing\nchanges made to ${sha(4)}.`,
      want: ['on main', 'below'],
    },
    {
      name: 'cancel what the other side had when that one is named as the mainline',
      body: `This reverts commit ${sha(5)}, reversing changes made to ${sha(3)}.`,
      want: ['on the side', 'on the side', 'below'],
    },
    {
      name: 'take the first parent for the mainline',
      body: `This reverts commit ${sha(5)}.`,
      want: ['on main', 'below'],
    },
  ];
  it.each(rows)('$name', ({ body, want }) => {
    expect(readCommits(merge(body)).changes.map((change) => change.description)).toEqual(want);
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
});

describe('parseCommit', () => {
  it('takes a footer to its end, over several lines', () => {
    const change = parseCommit({
      sha: sha(0),
      parents: [],
      author: 'a',
      message: 'feat(api): a\n\nbody\n\nBREAKING CHANGE: one\n  two\nRefs: #3\n',
    });
    expect(change).toMatchObject({ type: 'feat', scope: 'api', description: 'a', breaking: 'one two' });
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
