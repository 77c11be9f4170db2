/** The id of the commit that `log` gives a message. */
export const sha = (index: number) => String(index).padStart(7, '0').padEnd(40, 'a');

/** Commits out of messages, the newest first, each on the next one. */
export const log = (...messages: string[]) =>
  messages.map((message, index) => ({
    sha: sha(index),
    parents: [sha(index + 1)],
    author: 'Gopher',
    message,
  }));

/** Message(s), oldest last, and what they ask for; each row follows a rule of Conventional Commits 1.0.0 or says which choice it is. */
export const MESSAGES: { rule: string; messages: string[]; want: 'major' | 'minor' | 'patch' | 'none' }[] = [
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
    rule: '12: its text on the next line, as git takes the space off the end of a line',
    messages: ['fix: a\n\nBREAKING CHANGE:\nb'],
    want: 'major',
  },
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
