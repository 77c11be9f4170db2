import { makeRuntimeToken } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { type AccessFacts, judgeAccess, mayWrite } from '../../../actions/setup-go-cache/src/access.ts';

describe('judgeAccess', () => {
  const facts: AccessFacts = {
    wanted: 'auto',
    available: true,
    eventName: 'push',
    refType: 'branch',
    mode: '',
    token: 'x',
  };
  const readOnly = makeRuntimeToken([{ scope: 'refs/heads/main', permission: 1 }]);
  const rows = [
    { name: 'a push', facts: {}, want: 'read write' },
    { name: 'off', facts: { wanted: 'off' as const }, want: '' },
    { name: 'read-only', facts: { wanted: 'read-only' as const }, want: 'read' },
    { name: 'no service', facts: { available: false }, want: '' },
    { name: 'a tag', facts: { refType: 'tag' }, want: 'read' },
    { name: 'an event of strangers', facts: { eventName: 'pull_request_target' }, want: 'read' },
    { name: 'a comment', facts: { eventName: 'issue_comment' }, want: 'read' },
    { name: 'a release', facts: { eventName: 'release' }, want: 'read' },
    { name: 'cache mode none', facts: { mode: 'none' }, want: '' },
    { name: 'cache mode read', facts: { mode: 'read' }, want: 'read' },
    { name: 'cache mode write-only', facts: { mode: 'write-only' }, want: 'write' },
    { name: 'an unknown cache mode', facts: { mode: 'later' }, want: 'read write' },
    { name: 'a read-only token', facts: { token: readOnly }, want: 'read' },
  ];
  it.each(rows)('$name: $want', (row) => {
    const { read, write, reason } = judgeAccess({ ...facts, ...row.facts });
    expect([read && 'read', write && 'write'].filter(Boolean).join(' ')).toBe(row.want);
    expect(reason === undefined).toBe(row.want === 'read write');
  });
  it('takes a token of another shape for writable', () =>
    expect([mayWrite(''), mayWrite('a.b.c')]).toEqual([true, true]));
});
