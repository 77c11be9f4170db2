import { makeRuntimeToken } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import {
  buildKeys,
  chooseScope,
  moduleKeys,
  platformPrefix,
  readBuildKey,
} from '../../../actions/setup-go-cache/src/keys.ts';

const LINUX = { os: 'linux', arch: 'amd64', image: 'ubuntu24' };
const TEST = { goVersion: 'go1.26.8', objects: 'full', native: '', scope: 'ci / test / {}' } as const;

describe('keys', () => {
  it('separate jobs, Go versions and platforms, and let a new job start from a sibling', () => {
    const test = buildKeys(LINUX, TEST);
    const lint = buildKeys(LINUX, { ...TEST, scope: 'ci / lint / {}' });
    expect(test.prefix).not.toBe(lint.prefix);
    expect(test.restore[1]).toBe(lint.restore[1]);
    expect(test.restore[0]?.startsWith(test.restore[1] ?? '-')).toBe(true);
    expect(buildKeys(LINUX, { ...TEST, goVersion: 'go1.26.7' }).restore[1]).not.toBe(test.restore[1]);
    expect(buildKeys({ ...LINUX, image: 'ubuntu22' }, TEST).restore[1]).not.toBe(test.restore[1]);
    expect(readBuildKey(test.prefix, platformPrefix(LINUX, 'full'))).toEqual({
      goVersion: 'go1.26.8',
      native: '',
    });
  });
  it('case cache-plan/39: of other headers or libraries are never restored, not even from a sibling', () => {
    const [before, after] = ['aa', 'bb'].map((native) => buildKeys(LINUX, { ...TEST, native }));
    expect(after?.restore.some((prefix) => before?.prefix.startsWith(prefix))).toBe(false);
    expect(before?.restore.some((prefix) => buildKeys(LINUX, TEST).prefix.startsWith(prefix))).toBe(false);
  });
  it('hold no comma and stay short, whatever the names are', () => {
    const { prefix } = buildKeys(
      { ...LINUX, image: 'a,b c'.repeat(99) },
      { ...TEST, scope: 'x,y'.repeat(999) },
    );
    expect(prefix).not.toContain(',');
    expect(prefix.length).toBeLessThan(200);
  });
  it('of modules do not name a platform', () =>
    expect(moduleKeys('sums').prefix).toMatch(/^go-modules-2-[0-9a-f]{16}-$/));
});

describe('case cache-plan/38: a reusable workflow that is called twice has two scopes', () => {
  const run = '0f4c9a51-4b7e-4a55-9d3b-6f1d2a7c8e90';
  const facts = { workflow: 'ci', orchestration: undefined, token: makeRuntimeToken([]) };
  const written = 'ci / test / null';
  const token = (claim: string) =>
    `x.${Buffer.from(JSON.stringify({ orch_id: claim })).toString('base64url')}.x`;
  const rows = [
    { name: 'the first call', id: 'call-a.test.__default', certain: true },
    { name: 'the second call', id: 'call-b.test.__default', certain: true },
    { name: 'a call in a call', id: 'outer.call-a.test.x', certain: true },
    { name: 'no call', id: 'test.__default', certain: true },
    { name: 'a runner that says nothing', id: undefined, certain: false },
  ];
  it.each(rows)('$name', ({ id, certain }) =>
    expect(chooseScope(written, { ...facts, orchestration: id && `${run}.${id}` })).toEqual({
      name: id ? `${written} / ${id}` : written,
      certain,
    }),
  );
  it('is the same by the runtime token, in every run', () => {
    const other = '11111111-4b7e-4a55-9d3b-6f1d2a7c8e90';
    expect(chooseScope(written, { ...facts, token: token(`${run}.call-a.test.__default`) })).toEqual(
      chooseScope(written, { ...facts, orchestration: `${other}.call-a.test.__default` }),
    );
  });
  it('but what a user wrote stays', () =>
    expect(chooseScope('shared', { ...facts, orchestration: `${run}.a.test.x` })).toEqual({
      name: 'shared',
      certain: true,
    }));
});
