import { describe, expect, it } from 'vitest';
import {
  chooseMirror,
  escapeModule,
  judgeMirror,
  matchesPrivate,
} from '../../../../actions/semver-release/src/mirror/mirror.ts';

describe('module mirrors', () => {
  it.each([
    { goproxy: 'https://proxy.example/,direct', want: 'https://proxy.example' },
    { goproxy: 'https://a.example|https://b.example', want: 'https://a.example' },
    { goproxy: 'off', want: undefined },
    { goproxy: 'direct', want: undefined },
    { goproxy: 'file:///x', want: undefined },
    { goproxy: 'https://user:secret@proxy.example', want: undefined },
    { goproxy: '', want: undefined },
  ])('are chosen from GOPROXY=$goproxy: $want', ({ goproxy, want }) => {
    expect(chooseMirror(goproxy)).toBe(want);
  });

  it.each([
    { patterns: '', path: 'm.test/a', want: false },
    { patterns: 'm.test', path: 'm.test/a/b', want: true },
    { patterns: '*.corp.example', path: 'git.corp.example/a', want: true },
    { patterns: '*.corp.example', path: 'corp.example/a', want: false },
    { patterns: 'm.test/x,m.test/a', path: 'm.test/a', want: true },
    { patterns: 'm.test/a', path: 'm.test/ab', want: false },
    { patterns: 'm.test/a/b', path: 'm.test/a', want: false },
  ])('are not told of $path under GOPRIVATE=$patterns: $want', ({ patterns, path, want }) => {
    expect(matchesPrivate(patterns, path)).toBe(want);
  });

  it('write upper case as the protocol does', () => {
    expect(escapeModule('github.com/Octo/App')).toBe('github.com/!octo/!app');
  });

  it.each([
    { info: { Origin: { Hash: 'abc' } }, want: 'published' },
    { info: { Origin: { Hash: 'def' } }, want: 'conflict' },
    { info: { Version: 'v1.0.0' }, want: 'unknown' },
    { info: undefined, want: 'unknown' },
    { info: { Origin: { Hash: 7 } }, want: 'unknown' },
  ])('are judged by the commit that they fetched: $want', ({ info, want }) => {
    expect(judgeMirror('m@v1', 'abc', info).state).toBe(want);
  });
});
