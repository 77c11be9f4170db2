import { cancelReverts, describeRevert, isRevert } from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

const sha = (index: number) => String(index).padStart(7, '0').padEnd(40, 'a');

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
      want: ['fix: on main', 'fix: below'],
    },
    {
      name: 'cancel what the other side had when that one is named as the mainline',
      body: `This reverts commit ${sha(5)}, reversing changes made to ${sha(3)}.`,
      want: ['feat!: on the side', 'feat: on the side', 'fix: below'],
    },
    {
      name: 'take the first parent for the mainline',
      body: `This reverts commit ${sha(5)}.`,
      want: ['fix: on main', 'fix: below'],
    },
  ];
  it.each(rows)('$name', ({ body, want }) => {
    expect(cancelReverts(merge(body)).map(({ message }) => message)).toEqual(want);
  });
});

describe('a revert of what was released before', () => {
  const describeTitle = (message: string) => {
    const commit = { sha: sha(1), parents: [], author: 'a', message };
    return isRevert(commit) ? describeRevert(commit).type : undefined;
  };
  it.each([
    { title: 'Revert "feat: q"', want: 'revert' },
    { title: 'Reapply "feat: q"', want: 'feat' },
    { title: 'Revert "Revert "feat: q"" (#12)', want: 'feat' },
    { title: 'Revert "Reapply "feat: q""', want: 'revert' },
    { title: 'Revert "Add a page"', want: 'revert' },
    { title: 'feat: revert buttons', want: undefined },
  ])('$title counts as $want', ({ title, want }) => expect(describeTitle(title)).toBe(want));
});
