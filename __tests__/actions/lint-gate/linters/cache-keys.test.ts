import { expect, it } from 'vitest';
import {
  type CacheFacts,
  factsKeys,
  maySave,
  toolKey,
} from '../../../../actions/lint-gate/src/linters/cache-keys.ts';

const linter = {
  name: 'golangci-lint',
  version: 'v2.13.1',
  goVersion: { text: 'go1.26.8', major: 1, minor: 26 },
  os: 'linux',
  arch: 'x64',
};

it('keys never mix versions of the linter or of Go, and fall back from the commit to the dependencies to the configuration', () => {
  expect(toolKey(linter)).toBe('lint-gate-tool-golangci-lint-v2.13.1-go1.26-linux-x64');
  expect(factsKeys(linter, { config: 'c', sums: 's', tree: 't' })).toEqual({
    key: 'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-c-s-t',
    prefixes: [
      'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-c-s-',
      'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-c-',
      'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-',
    ],
  });
});

it.each<{ name: string; facts: Partial<CacheFacts>; want: boolean }>([
  { name: 'a push to the default branch', facts: {}, want: true },
  { name: 'a push to another branch', facts: { refName: 'feature' }, want: false },
  { name: 'a pull request', facts: { eventName: 'pull_request' }, want: false },
  { name: 'a merge group', facts: { eventName: 'merge_group' }, want: false },
  { name: 'a tag', facts: { refType: 'tag' }, want: false },
  { name: 'a read-only mode', facts: { mode: 'read' }, want: false },
  {
    name: 'an event without the branch’s name',
    facts: { defaultBranch: undefined, refName: 'x' },
    want: true,
  },
])('$name saves: $want', ({ facts, want }) => {
  const push: CacheFacts = {
    mode: '',
    eventName: 'push',
    refType: 'branch',
    refName: 'main',
    defaultBranch: 'main',
  };
  expect(maySave({ ...push, ...facts })).toBe(want);
});
