import { expect, it } from 'vitest';
import { golangciArgs } from '../../../../actions/lint-gate/src/checks/golangci.ts';

it('asks for everything, and the user cannot take that back', () => {
  const args = golangciArgs({
    json: '/t/j',
    config: '/c',
    extra: ['--max-same-issues=3', '--tests=false'],
    packages: ['./...'],
  });
  expect(args.join(' ')).toMatch(
    /^run --config=\/c --max-same-issues=3 --tests=false .*--max-same-issues=0 .*\.\/\.\.\.$/,
  );
});
