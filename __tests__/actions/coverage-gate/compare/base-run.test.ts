import { expect, it } from 'vitest';
import { planBaseRun } from '../../../../actions/coverage-gate/src/compare/base-run.ts';
import type { RunInputs } from '../../../../actions/coverage-gate/src/inputs.ts';

it('the base is measured by its own tests, under the conditions of the head', () => {
  const run = {
    run: false,
    profiles: ['a.out'],
    gocoverdir: ['d'],
    testJson: ['t'],
    race: true,
    tags: ['x'],
  };
  expect(planBaseRun(run as unknown as RunInputs)).toEqual({
    run: true,
    profiles: [],
    gocoverdir: [],
    testJson: [],
    race: true,
    tags: ['x'],
  });
});
