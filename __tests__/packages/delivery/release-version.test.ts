import { isHigherStable, parseReleaseVersion } from '@go-actions/delivery';
import { describe, expect, it } from 'vitest';

describe('parseReleaseVersion', () => {
  const cases = [
    { input: '1.5.0', want: { text: '1.5.0', major: 1, minor: 5, prerelease: false } },
    { input: 'v1.5.0', want: { text: '1.5.0', major: 1, minor: 5, prerelease: false } },
    { input: '2.0.0-rc.1', want: { text: '2.0.0-rc.1', major: 2, minor: 0, prerelease: true } },
    { input: '0.1.0+3d53eea', want: { text: '0.1.0+3d53eea', major: 0, minor: 1, prerelease: false } },
    { input: '1.5', throws: 'SemVer' },
    { input: '01.5.0', throws: 'SemVer' },
    { input: '=1.5.0', throws: 'SemVer' },
    { input: 'vv1.5.0', throws: 'SemVer' },
    { input: '1.5.0 ', throws: 'SemVer' },
    { input: '1.5.0$(id)', throws: 'SemVer' },
    { input: '', throws: 'SemVer' },
  ];
  it.each(cases)('$input', (row) => {
    if ('throws' in row) expect(() => parseReleaseVersion(row.input)).toThrow(row.throws);
    else expect(parseReleaseVersion(row.input)).toEqual(row.want);
  });
});

it('compares by numbers, and counts no prerelease and no other name', () => {
  const version = parseReleaseVersion('1.9.0');
  const higher = (other: string) => isHigherStable(other, version);
  expect(['1.10.0', 'v1.10.0', '2.0.0'].map(higher)).toEqual([true, true, true]);
  expect(['1.9.0', '1.8.9', '1.10.0-rc.1', 'latest', '1.10', ''].map(higher)).toEqual(Array(6).fill(false));
});
