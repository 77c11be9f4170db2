import { describe, expect, it } from 'vitest';
import { judgeBump } from '../../../../actions/semver-release/src/plan/judge-bump.ts';
import { parseTag } from '../../../../actions/semver-release/src/version/tag.ts';

type Facts = Parameters<typeof judgeBump>[0];
const tag = (name: string) => parseTag(name) ?? expect.fail(name);
const facts = (name: string, api?: Facts['api']) =>
  ({
    tag: tag(name),
    previous: { stable: tag('v1.4.0'), notes: undefined, ahead: undefined },
    required: { bump: 'minor', because: [{ sha: 'a'.repeat(40), subject: 'feat: x' }] },
    api,
  }) as unknown as Facts;

describe('judgeBump', () => {
  it('names the commits that ask for more, and the version that is enough', () => {
    const [breach] = judgeBump(facts('v1.4.1'), 'minor', 'minor');
    expect(breach?.found).toContain('since v1.4.0 there is a feature (aaaaaaa "feat: x")');
    expect(breach?.remedy).toContain('v1.5.0');
    expect(judgeBump(facts('v1.5.0'), 'minor', 'minor')).toEqual([]);
  });

  it('names the symbols, five at most', () => {
    const incompatible = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => `${name}: removed`);
    const [breach] = judgeBump(facts('v1.5.0', { incompatible, compatible: [] }), 'major', 'minor');
    expect(breach?.found).toContain('API: A: removed');
    expect(breach?.found).toContain('and 1 more');
    expect(breach?.remedy).toContain('v2.0.0');
  });
});
