import { describe, expect, it } from 'vitest';
import {
  coverageKey,
  type Disk,
  type FileFacts,
  hashTestInputs,
  isInside,
  resultKey,
} from '../../../../actions/setup-go-cache/src/build-cache/test-key.ts';
import { parseTestLog } from '../../../../actions/setup-go-cache/src/build-cache/test-log.ts';

const FILE: FileFacts = { size: 3n, mode: 0o100644n, mtime: 1_000_000_000n };
const PLACE = { dir: '/w/m/pkg', root: '/w/m', goVersion: 'go1.26.8' };
const LOG = '# test log\ngetenv WORD\nopen data.txt\nstat link\nopen ../../outside.txt\n';

type Change = { readonly facts?: Partial<FileFacts>; readonly word?: string };

function hashWith({ facts = {}, word = 'a' }: Change, log = LOG): string | undefined {
  const disk: Disk = {
    env: (name) => (name === 'WORD' ? word : undefined),
    stat: (path) => (path.endsWith('data.txt') ? { ...FILE, ...facts } : 'absent'),
    lstat: () => 'absent',
    head: () => '',
    list: () => [],
    real: () => undefined,
  };
  return hashTestInputs(parseTestLog(log) ?? [], PLACE, disk);
}

describe('the id of what a test has looked at', () => {
  it('is the same for the same, and changes with all that Go compares', () => {
    const changes: Change[] = [
      {},
      { word: 'b' },
      { facts: { size: 4n } },
      { facts: { mode: 0o100755n } },
      { facts: { mtime: 1_000_000_001n } },
    ];
    expect(hashWith({})).toBe(hashWith({}));
    expect(new Set(changes.map((change) => hashWith(change))).size).toBe(changes.length);
  });

  it('leaves out what lies outside of the module, as Go does', () => {
    expect(hashWith({}, LOG.replace('outside.txt', 'elsewhere.txt'))).toBe(hashWith({}));
    expect(hashWith({}, LOG.replace('stat link', 'stat name'))).not.toBe(hashWith({}));
  });

  it('is part of the keys of the result and of its coverage', () => {
    const key = resultKey('ab'.repeat(32), 'x');
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([key, resultKey('ab'.repeat(32), 'y'), coverageKey(key)]).size).toBe(3);
  });
});

describe('a path inside of a module', () => {
  const real = (path: string) => path.replace(/^\/link/, '/w/m');
  it.each([
    { path: '/w/m', want: true },
    { path: '/w/m/x', want: true },
    { path: '/w/mm/x', want: false },
    { path: '/link/x', want: true },
  ])('$path: $want', ({ path, want }) => expect(isInside(path, '/w/m', { real })).toBe(want));
});
