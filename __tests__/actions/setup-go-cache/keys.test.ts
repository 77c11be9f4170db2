import { describe, expect, it } from 'vitest';
import {
  buildKeys,
  goVersionOfKey,
  moduleKeys,
  platformPrefix,
} from '../../../actions/setup-go-cache/src/keys.ts';

const LINUX = { os: 'linux', arch: 'amd64', image: 'ubuntu24' };

describe('keys', () => {
  it('separate jobs, Go versions and platforms, and let a new job start from a sibling', () => {
    const test = buildKeys(LINUX, 'go1.26.8', 'full', 'ci / test / {}');
    const lint = buildKeys(LINUX, 'go1.26.8', 'full', 'ci / lint / {}');
    expect(test.prefix).not.toBe(lint.prefix);
    expect(test.restore[1]).toBe(lint.restore[1]);
    expect(test.restore[0]?.startsWith(test.restore[1] ?? '-')).toBe(true);
    expect(buildKeys(LINUX, 'go1.26.7', 'full', 'x').restore[1]).not.toBe(test.restore[1]);
    expect(buildKeys({ ...LINUX, image: 'ubuntu22' }, 'go1.26.8', 'full', 'x').restore[1]).not.toBe(
      test.restore[1],
    );
    expect(goVersionOfKey(test.prefix, platformPrefix(LINUX, 'full'))).toBe('go1.26.8');
  });
  it('hold no comma and stay short, whatever the names are', () => {
    const { prefix } = buildKeys(
      { ...LINUX, image: 'a,b c'.repeat(99) },
      'go1.26.8',
      'full',
      'x,y'.repeat(999),
    );
    expect(prefix).not.toContain(',');
    expect(prefix.length).toBeLessThan(200);
  });
  it('of modules do not name a platform', () =>
    expect(moduleKeys('sums').prefix).toMatch(/^go-modules-1-[0-9a-f]{16}-$/));
});
