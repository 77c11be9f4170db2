import { describe, expect, it } from 'vitest';
import { parseRules } from '../../../../actions/change-plan/src/rules/rules.ts';
import { findAbsent, findKinds } from '../../../../actions/change-plan/src/rules/test-kinds.ts';

describe('findAbsent', () => {
  const rows = [
    { name: 'no test of either kind', lines: [], rules: '', want: ['contract', 'e2e'] },
    {
      name: 'a test by its name',
      lines: ['func TestE2ELogin(t *testing.T) {'],
      rules: '',
      want: ['contract'],
    },
    { name: 'a build tag', lines: ['//go:build contract && linux'], rules: '', want: ['e2e'] },
    { name: 'an old build tag', lines: ['// +build e2e'], rules: '', want: ['contract'] },
    {
      name: 'a tag that only begins alike',
      lines: ['//go:build contracts'],
      rules: '',
      want: ['contract', 'e2e'],
    },
    { name: 'a rule that orders it', lines: [], rules: 'deploy/**: [e2e]', want: ['contract'] },
  ];
  it.each(rows)('$name leaves out $want', ({ lines, rules, want }) => {
    const found = findAbsent(
      lines.map((text) => ({ file: 'x_test.go', text })),
      parseRules(rules),
    );
    expect(found.map(({ check }) => check)).toEqual(want);
    for (const { check, why } of found) expect(why).toContain(`\`${check}\` is left out`);
  });
});

it('folders are known by the checks that run their tests', () => {
  const lines = [
    { file: 'a/x_test.go', text: 'func TestE2ELogin(t *testing.T) {' },
    { file: 'a/y_test.go', text: '//go:build contract' },
    { file: 'b/x_test.go', text: '//go:build contracts' },
  ];
  expect([...findKinds(lines)]).toEqual([
    ['a', ['contract', 'e2e']],
    ['b', []],
  ]);
});
