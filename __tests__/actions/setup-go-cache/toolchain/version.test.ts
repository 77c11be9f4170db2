import { describe, expect, it } from 'vitest';
import {
  chooseRelease,
  isAtLeast,
  nearestReleases,
  parseVersionRequest,
  satisfies,
} from '../../../../actions/setup-go-cache/src/toolchain/version.ts';

const RELEASES = [
  'go1.24.4',
  'go1.25.0',
  'go1.25.6',
  'go1.26rc1',
  'go1.26.0',
  'go1.26.8',
  'go1.27rc2',
  'go1.9',
  'go1.20',
];

describe('chooseRelease', () => {
  const rows = [
    { wanted: '1.26.0', want: 'go1.26.0' },
    { wanted: 'go1.26.8', want: 'go1.26.8' },
    { wanted: '1.25', want: 'go1.25.6' },
    { wanted: '1.25.x', want: 'go1.25.6' },
    { wanted: '^1.24', want: 'go1.26.8' },
    { wanted: '>=1.24.0 <1.26', want: 'go1.25.6' },
    { wanted: '1', want: 'go1.26.8' },
    { wanted: 'x', want: 'go1.26.8' },
    { wanted: '1.20', want: 'go1.20' },
    { wanted: '1.27rc2', want: 'go1.27rc2' },
    { wanted: '1.27.0-rc.2', want: 'go1.27rc2' },
    { wanted: '1.27', want: undefined },
    { wanted: 'stable', want: 'go1.26.8' },
    { wanted: 'oldstable', want: 'go1.25.6' },
    { wanted: '1.30.1', want: undefined },
  ];
  it.each(rows)('$wanted -> $want', ({ wanted, want }) => expect(chooseRelease(RELEASES, wanted)).toBe(want));

  it.each(['', 'newest', '1.26.8.1', '../1.26', 'go'])('refuses %j', (wanted) => {
    expect(() => parseVersionRequest(wanted)).toThrow('expected a Go version');
  });
});

describe('other questions about versions', () => {
  it('knows what satisfies a request', () => {
    expect(satisfies('go1.26.8', '1.26')).toBe(true);
    expect(satisfies('go1.26.8', '1.26.7')).toBe(false);
    expect(satisfies('go1.26.8', 'stable')).toBe(false);
  });
  it('names the nearest', () => {
    expect(nearestReleases(RELEASES, '1.25.9')).toEqual(['go1.25.6', 'go1.25.0']);
    expect(nearestReleases(RELEASES, '1.30.1')).toEqual(['go1.27rc2', 'go1.26.8', 'go1.26.0']);
  });
  it('compares with what a module needs', () => {
    expect([
      isAtLeast('go1.26.8', '1.26'),
      isAtLeast('go1.25.9', '1.26'),
      isAtLeast('go1.26rc1', '1.26.0'),
    ]).toEqual([true, false, false]);
  });
});
