import { parseGoVersion } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { fillFlags, planStamp } from '../../../../actions/semver-release/src/build/stamp.ts';

describe('planStamp', () => {
  const rows = [
    { name: 'a root module', over: {}, want: 'v1.2.3' },
    { name: 'Go 1.23', over: { go: 'go1.23.4' }, want: undefined },
    { name: 'Go 1.24 in a folder', over: { go: 'go1.24.4', dir: 'tools' }, want: undefined },
    { name: 'Go 1.24 at the root', over: { go: 'go1.24.4' }, want: 'v1.2.3' },
    { name: 'a folder beside a root module', over: { dir: 'tools' }, want: 'v1.2.3' },
    { name: 'a folder without one', over: { dir: 'tools', hasRootModule: false }, want: undefined },
    { name: 'case release/15: build metadata', over: { version: '1.2.3+b1' }, want: undefined },
  ];
  it.each(rows)('$name: $want', ({ over, want }) => {
    const { go = 'go1.26.8', ...more } = over as { go?: string };
    const stamp = planStamp({
      version: '1.2.3',
      dir: '.',
      hasRootModule: true,
      go: parseGoVersion(go),
      ...more,
    });
    expect(stamp.version).toBe(want);
    expect(stamp.reason === undefined).toBe(want !== undefined);
  });
});

describe('fillFlags', () => {
  it('fills the values of the plan in, and nothing else', () => {
    const plan = { version: '1.2.3', tag: 'x/v1.2.3', commit: 'abc', committed: '2026-01-02T03:04:05.000Z' };
    expect(fillFlags('-X a={version} -X b={tag} -X c={commit} -X d={date} {other} {', plan)).toBe(
      '-X a=1.2.3 -X b=x/v1.2.3 -X c=abc -X d=2026-01-02T03:04:05Z {other} {',
    );
  });
});
