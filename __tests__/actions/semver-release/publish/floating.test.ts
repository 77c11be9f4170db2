import { describe, expect, it } from 'vitest';
import { planFloating } from '../../../../actions/semver-release/src/publish/floating.ts';
import { parseTag } from '../../../../actions/semver-release/src/version/tag.ts';

describe('planFloating', () => {
  const published = ['v1.4.0', 'v1.5.0', 'v2.0.0', 'sub/v1.9.0', 'v1.6.0-rc.1'];
  it.each([
    { tag: 'v1.5.1', level: 'major', want: ['v1'] },
    { tag: 'v1.5.1', level: 'minor', want: ['v1', 'v1.5'] },
    { tag: 'v1.4.1', level: 'minor', want: ['v1.4'] },
    { tag: 'v2.0.1', level: 'major', want: ['v2'] },
    { tag: 'v1.6.0-rc.2', level: 'minor', want: [] },
    { tag: 'sub/v1.9.1', level: 'major', want: ['sub/v1'] },
    { tag: 'v1.5.1', level: 'none', want: [] },
  ] as const)('$level of $tag moves $want', ({ tag, level, want }) =>
    expect(planFloating(level, parseTag(tag) ?? expect.fail(tag), published)).toEqual(want),
  );
});
