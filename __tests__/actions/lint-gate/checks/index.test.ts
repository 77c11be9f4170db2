import { expect, it } from 'vitest';
import { planLevels } from '../../../../actions/lint-gate/src/checks/index.ts';
import { parseChecks } from '../../../../actions/lint-gate/src/inputs.ts';

it('checks change the levels of a preset', () => {
  const levels = planLevels('fast', parseChecks('{ vet: warn, tidy: error, fmt: off }'));
  expect(levels).toMatchObject({
    vet: 'warn',
    tidy: 'error',
    fmt: 'off',
    staticcheck: 'error',
    golangci: 'off',
  });
});

it('a gate that checks nothing is an error', () => {
  const none = parseChecks('{ fmt: off, vet: off, staticcheck: off }');
  expect(() => planLevels('fast', none)).toThrow('nothing would be checked');
  expect(planLevels('fast', { ...none, tidy: 'warn' })).toMatchObject({ tidy: 'warn', vet: 'off' });
});
