import { describe, expect, it } from 'vitest';
import { parseTag } from '../../../../actions/semver-release/src/version/tag.ts';
import { listUsableTags } from '../../../../actions/semver-release/src/version/usable.ts';

const TAGS = ['v0.9.0', 'v1.4.0', 'v2.3.0', 'v3.0.0', 'v1.5.0+b1', 'api/v1.0.0'].map((name) => ({
  ...(parseTag(name) ?? expect.fail(name)),
  place: 'ancestor' as const,
}));

describe('listUsableTags', () => {
  it.each([
    { name: 'a module without a major version', pathMajor: 'none' as const, want: ['v0.9.0', 'v1.4.0'] },
    { name: 'a module of a folder v2', pathMajor: 2, want: ['v0.9.0', 'v1.4.0', 'v2.3.0'] },
    { name: 'an artefact', pathMajor: undefined, want: ['v0.9.0', 'v1.4.0', 'v2.3.0', 'v3.0.0'] },
  ])('gives $name its own line', ({ pathMajor, want }) =>
    expect(listUsableTags(TAGS, '.', pathMajor, []).map(({ name }) => name)).toEqual(want),
  );

  it('leaves out what was taken back, and other folders', () => {
    const names = (dir: string) =>
      listUsableTags(TAGS, dir, 'none', [{ low: 'v1.4.0', high: 'v1.4.0' }]).map(({ name }) => name);
    expect(names('.')).toEqual(['v0.9.0']);
    expect(names('api')).toEqual(['api/v1.0.0']);
  });
});
