import { describe, expect, it } from 'vitest';
import {
  judgeBuildMetadata,
  judgeOrder,
  judgeRetraction,
} from '../../../../actions/semver-release/src/plan/judge-version.ts';
import { parseTag } from '../../../../actions/semver-release/src/version/tag.ts';

const tag = (name: string) => parseTag(name) ?? expect.fail(name);

describe('what a version alone is judged by', () => {
  const policy = {
    kind: 'go',
    v0: 'minor',
    buildMetadata: 'reject',
    bumpCheck: 'error',
    installCheck: 'error',
  } as const;
  it('build metadata is for what is no Go module, or allowed', () => {
    expect(judgeBuildMetadata(tag('v1.0.0+b1'), policy)).toHaveLength(1);
    expect(judgeBuildMetadata(tag('v1.0.0+b1'), { ...policy, kind: 'artefact' })).toEqual([]);
    expect(judgeBuildMetadata(tag('v1.0.0+b1'), { ...policy, buildMetadata: 'allow' })).toEqual([]);
    expect(judgeBuildMetadata(tag('v1.0.0'), policy)).toEqual([]);
  });

  it('the order of versions is that of the history', () => {
    const previous = { stable: undefined, notes: undefined };
    expect(judgeOrder(tag('v1.0.0-rc10'), { ...previous, ahead: tag('v1.0.0-rc9') })[0]?.found).toContain(
      'v1.0.0-rc10 comes before v1.0.0-rc9',
    );
    expect(judgeOrder(tag('v1.0.0'), { ...previous, ahead: undefined })).toEqual([]);
  });

  it('a version that takes itself back is said', () => {
    expect(judgeRetraction(tag('v1.9.9'), [{ low: 'v1.9.0', high: 'v1.9.9' }])).toHaveLength(1);
    expect(judgeRetraction(tag('v2.0.0'), [{ low: 'v1.9.0', high: 'v1.9.9' }])).toEqual([]);
  });
});
