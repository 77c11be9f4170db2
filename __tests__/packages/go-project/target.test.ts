import { formatTarget, parseTarget, targetSlug } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

describe('parseTarget', () => {
  const rows = [
    { name: 'reads GOOS/GOARCH', input: 'linux/amd64', want: { goos: 'linux', goarch: 'amd64' } },
    { name: 'reads GOARM', input: 'linux/arm/7', want: { goos: 'linux', goarch: 'arm', variant: '7' } },
    {
      name: 'reads GOAMD64',
      input: 'linux/amd64/v3',
      want: { goos: 'linux', goarch: 'amd64', variant: 'v3' },
    },
    { name: 'refuses a lone GOOS', input: 'linux', throws: /expected targets such as/ },
    { name: 'refuses a shell expression', input: 'linux/$(id)', throws: /expected targets such as/ },
    { name: 'refuses a fourth part', input: 'linux/arm/7/x', throws: /expected targets such as/ },
    {
      name: 'refuses an impossible GOARM',
      input: 'linux/arm/9',
      throws: /a value of GOARM after arm, such as "linux\/arm\/7"/,
    },
    {
      name: 'refuses a variant of loong64',
      input: 'linux/loong64/v1',
      throws: /expected nothing after linux\/loong64/,
    },
  ];
  it.each(rows)('$name', (row) => {
    if ('throws' in row) expect(() => parseTarget(row.input)).toThrow(row.throws);
    else {
      expect(parseTarget(row.input)).toEqual(row.want);
      expect(formatTarget(parseTarget(row.input))).toBe(row.input);
    }
  });

  it('gives a target a name that fits into a file name', () => {
    expect(
      ['linux/amd64', 'linux/arm/7', 'linux/amd64/v3', 'linux/arm/5,softfloat'].map((text) =>
        targetSlug(parseTarget(text)),
      ),
    ).toEqual(['linux_amd64', 'linux_armv7', 'linux_amd64v3', 'linux_armv5-softfloat']);
  });
});
