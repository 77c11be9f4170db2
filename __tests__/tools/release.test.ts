import { readFileSync } from 'node:fs';
import { inRoot } from '@go-actions/tools';
import { materialise } from '@go-actions/tools/materialise/materialise';
import { repositoryOf } from '@go-actions/tools/release/origin';
import { insertChanges, nextVersion, renderChanges } from '@go-actions/tools/release/version';
import { describe, expect, it } from 'vitest';

describe('nextVersion', () => {
  it.each([
    { current: '0.0.0', step: 'minor', want: '0.1.0' },
    { current: '1.2.3', step: 'patch', want: '1.2.4' },
    { current: '1.2.3', step: 'minor', want: '1.3.0' },
    { current: '1.2.3', step: 'major', want: '2.0.0' },
  ] as const)('$current and $step is $want', ({ current, step, want }) =>
    expect(nextVersion(current, step)).toBe(want),
  );
});

describe('the changelog', () => {
  const id = (index: number) => String(index).padStart(40, 'a');
  const log = (...messages: string[]) =>
    messages.map((message, index) => ({ sha: id(index), parents: [id(index + 1)], author: 'a', message }));
  const commits = log(
    'feat(lint-gate): net',
    'fix: a hole',
    `Revert "feat: gone"\n\nThis reverts commit ${id(3)}.`,
    'feat: gone',
    'chore: tidy',
    'feat!: new names',
  );
  it('groups commits, breaking first, and leaves out chores and what was reverted', () => {
    expect(renderChanges('1.0.0', '2026-11-21', commits)).toBe(
      '## 1.0.0 (2026-11-21)\n\n### Breaking\n\n- new names\n\n### Features\n\n- **lint-gate**: net\n\n### Fixes\n\n- a hole\n\n',
    );
  });
  it('says so when there is nothing to tell', () => {
    expect(renderChanges('1.0.1', '2026-11-22', log('chore: x'))).toContain('Maintenance only.');
  });
  it('grows at the top', () => {
    const first = insertChanges('# Changelog\n\n', '## 1\n\n');
    expect(insertChanges(first, '## 2\n\n')).toBe('# Changelog\n\n## 2\n\n## 1\n\n');
  });
});

describe('case platform/11: the root action of a release', () => {
  it.each([
    { address: 'https://github.com/octo/go-actions.git', want: 'octo/go-actions' },
    { address: 'https://github.com/octo/go-actions', want: 'octo/go-actions' },
    { address: 'git@github.com:octo/go-actions.git', want: 'octo/go-actions' },
    { address: 'ssh://git@ghe.example.com/octo/go-actions', want: 'octo/go-actions' },
    { address: '/srv/git/go-actions', want: undefined },
    { address: '', want: undefined },
  ])('finds its own name in $address', ({ address, want }) => expect(repositoryOf(address)).toBe(want));

  it('names its siblings by the tag, and nothing by $/', () => {
    const released = materialise(readFileSync(inRoot('action.yml'), 'utf8'), {
      repository: 'octo/go-actions',
      ref: 'v1.2.3',
    });
    expect(released).not.toMatch(/uses: \$\//);
    expect(released.match(/uses: octo\/go-actions\/actions\/[\w-]+@v1\.2\.3/g)).toHaveLength(4);
  });
});
