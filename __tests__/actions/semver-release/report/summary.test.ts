import { expect, it } from 'vitest';
import { renderNothing, renderRefusal } from '../../../../actions/semver-release/src/report/summary.ts';

it('a refusal names each rule and the way out, and shows what others wrote', () => {
  const breach = { rule: 'order', found: 'v1.0.0 <b>', remedy: 'Release v1.1.0.' };
  const text = renderRefusal('v1.0.0', [breach]);
  expect(text).toContain('❌ `v1.0.0` is not released.');
  expect(text).toContain('| order | v1.0.0 &lt;b&gt; | Release v1.1.0. |');
  expect(renderRefusal('', [breach])).toContain('❌ Nothing is released.');
});

it('says why nothing is released', () => {
  const plan = { id: 'x', driver: 'commit', because: 'no commit asks', releases: [] } as const;
  expect(renderNothing(plan)).toBe('### Release plan\n\nNothing is released: no commit asks.\n');
});
