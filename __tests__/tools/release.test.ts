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
  const subjects = ['feat(lint-gate): net', 'fix: a hole', 'chore: tidy', 'feat!: new names'];
  it('groups subjects, breaking first, and leaves chores out', () => {
    expect(renderChanges('1.0.0', '2026-11-21', subjects)).toBe(
      '## 1.0.0 (2026-11-21)\n\n### Breaking\n\n- new names\n\n### Features\n\n- **lint-gate**: net\n\n### Fixes\n\n- a hole\n\n',
    );
  });
  it('says so when there is nothing to tell', () => {
    expect(renderChanges('1.0.1', '2026-11-22', ['chore: x'])).toContain('Maintenance only.');
  });
  it('grows at the top', () => {
    const first = insertChanges('# Changelog\n\n', '## 1\n\n');
    expect(insertChanges(first, '## 2\n\n')).toBe('# Changelog\n\n## 2\n\n## 1\n\n');
  });
});
