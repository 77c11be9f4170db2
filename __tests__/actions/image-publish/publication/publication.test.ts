import { describe, expect, it } from 'vitest';
import { explainConflict, planSteps } from '../../../../actions/image-publish/src/publication/publication.ts';

const D = (digit: string) => `sha256:${digit.repeat(64)}`;

describe('planSteps', () => {
  it('nothing is tagged before it is pushed, attached and verified', () => {
    expect(planSteps(D('1'), { exact: undefined, index: false })).toEqual([
      'push',
      'attach',
      'tag',
      'move tags',
    ]);
  });
  it('goes on where an earlier run ended', () => {
    expect(planSteps(D('1'), { exact: undefined, index: true })).toEqual(['attach', 'tag', 'move tags']);
  });
  it('a version that is out is not written again', () => {
    expect(planSteps(D('1'), { exact: D('1'), index: true })).toEqual(['move tags']);
  });
});

describe('explainConflict', () => {
  const ours = { reference: 'r.test/app:1.5.0', digest: D('1'), base: D('b') };
  it('is silent where the tag is free or ours', () => {
    expect(explainConflict(ours, undefined, undefined)).toBeUndefined();
    expect(explainConflict(ours, D('1'), undefined)).toBeUndefined();
  });
  it('names both digests, and a base that moved', () => {
    expect(explainConflict(ours, D('2'), D('b'))).toBe(
      `r.test/app:1.5.0 exists, and is another image: the registry has ${D('2')}, and this commit gives ${D('1')}. No tag was written.`,
    );
    expect(explainConflict(ours, D('2'), D('c'))).toContain(
      `The base image has moved: it was ${D('c')}, and is ${D('b')} now.`,
    );
  });
});
