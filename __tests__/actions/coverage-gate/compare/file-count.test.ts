import { expect, it } from 'vitest';
import { readCount } from '../../../../actions/coverage-gate/src/compare/file-count.ts';

it('a count is two whole numbers, the covered ones among all', () => {
  expect(readCount([1, 2], 'x')).toEqual([1, 2]);
  for (const broken of [[3, 2], [1.5, 2], [-1, 2], [1, 2, 3], '1,2', undefined])
    expect(() => readCount(broken, 'x')).toThrow(/expected/);
});
