import { expect, it } from 'vitest';
import { listCarried } from '../../../../actions/coverage-gate/src/report/result.ts';

it('what was carried forward is listed by name, a line a package, without those that have no statements', () => {
  const carried = new Map([
    ['m/q', new Map<string, readonly [number, number]>([['q/a.go', [1, 2]]])],
    ['m/empty', new Map()],
    [
      'm/p',
      new Map<string, readonly [number, number]>([
        ['p/a.go', [3, 4]],
        ['p/b.go', [0, 5]],
      ]),
    ],
  ]);
  expect(listCarried(carried)).toEqual([
    { importPath: 'm/p', count: { covered: 3, statements: 9 } },
    { importPath: 'm/q', count: { covered: 1, statements: 2 } },
  ]);
  expect(listCarried(undefined)).toEqual([]);
});
