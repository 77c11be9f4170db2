import { describe, expect, it } from 'vitest';
import { findHeldBack, judgeRollout, parseWorkload } from '../../../actions/deploy-check/src/rollout.ts';

describe('what has a rollout', () => {
  it.each([
    { text: 'deployment/app', want: { namespace: undefined, name: 'deployment/app' } },
    { text: 'shop/statefulset/db-0', want: { namespace: 'shop', name: 'statefulset/db-0' } },
    { text: 'kube-system/daemonset/proxy', want: { namespace: 'kube-system', name: 'daemonset/proxy' } },
  ])('$text', ({ text, want }) => expect(parseWorkload(text)).toEqual(want));

  it.each([
    'app',
    'pod/app',
    'deployment/',
    '-n/deployment/app',
    'a/b/deployment/app',
    'deployment/--all',
    'deployment/App',
  ])('%s is refused', (text) => expect(() => parseWorkload(text)).toThrow('expected a deployment'));
});

describe('the end of kubectl', () => {
  const ended = (changes: object) =>
    judgeRollout(parseWorkload('shop/deployment/app'), {
      code: 1,
      stderr: '',
      timedOut: false,
      ms: 1,
      ...changes,
    })?.trouble;
  it('0 is the only good one', () => {
    expect(ended({ code: 0 })).toBeUndefined();
    expect(ended({ code: 0, timedOut: true })?.kind).toBe('timeout');
    expect(ended({ code: null })?.reason).toBe('its rollout is not complete: kubectl ended with a signal');
  });
  it.each([
    { stderr: 'error: timed out waiting for the condition', kind: 'timeout' },
    { stderr: 'error: deployment "app" exceeded its progress deadline', kind: 'unhealthy' },
    { stderr: 'Error from server (NotFound): deployments.apps "app" not found\n', kind: 'unhealthy' },
  ])('$stderr', ({ stderr, kind }) => {
    expect(ended({ stderr })).toEqual({ kind, reason: `its rollout is not complete: ${stderr.trim()}` });
  });
});

describe('a rollout that is complete, and proves nothing', () => {
  it.each([
    { name: 'a deployment', scale: '2,,', want: undefined },
    { name: 'a deployment that is scaled to zero', scale: '0,,', want: 'nothing of it runs' },
    { name: 'a daemonset', scale: ',3,', want: undefined },
    { name: 'a daemonset that fits no node', scale: ',0,', want: 'nothing of it runs' },
    { name: 'a statefulset', scale: '3,,0', want: undefined },
    { name: 'a statefulset with a partition', scale: '3,,2', want: 'keeps 2 of 3 replicas' },
    { name: 'a partition above all replicas', scale: '3,,9', want: 'keeps 3 of 3 replicas' },
  ])('$name', ({ scale, want }) => {
    expect(findHeldBack(scale) ?? 'undefined').toContain(String(want));
  });
});
