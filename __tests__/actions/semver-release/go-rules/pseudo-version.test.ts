import { describe, expect, it } from 'vitest';
import {
  isPlaceholder,
  parsePseudoVersion,
} from '../../../../actions/semver-release/src/go-rules/pseudo-version.ts';

describe('parsePseudoVersion', () => {
  const commit = { time: '20260101000000', revision: 'abcdefabcdef' };
  it.each([
    { version: 'v0.0.0-20260101000000-abcdefabcdef', want: { ...commit, base: undefined } },
    { version: 'v1.2.4-0.20260101000000-abcdefabcdef', want: { ...commit, base: 'v1.2.3' } },
    { version: 'v1.2.4-rc.1.0.20260101000000-abcdefabcdef', want: { ...commit, base: 'v1.2.4-rc.1' } },
    { version: 'v2.0.0-20260101000000-abcdefabcdef+incompatible', want: { ...commit, base: undefined } },
    { version: 'v1.2.3', want: undefined },
    { version: 'v1.2.4-20260101000000-abcdefabcdef', want: undefined },
    { version: 'v1.2.4-rc.20260101000000-abcdefabcdef', want: undefined },
  ])('$version', ({ version, want }) => expect(parsePseudoVersion(version)).toEqual(want));
});

describe('isPlaceholder', () => {
  it.each([
    { version: 'v0.0.0-00010101000000-000000000000', want: true },
    { version: 'v0.0.0-20260101000000-000000000000', want: true },
    { version: 'v0.0.0-20260101000000-abcdefabcdef', want: false },
    { version: 'v0.0.0', want: false },
  ])('$version: $want', ({ version, want }) => expect(isPlaceholder(version)).toBe(want));
});
