import { existsSync } from 'node:fs';
import { inRoot } from '@go-actions/tools';
import { DECIDERS } from '@go-actions/tools/prove/mutants/modules';
import { expect, it } from 'vitest';

it.each(DECIDERS)('$source and its tests are there for `npm run prove -- mutants`', ({ source, tests }) => {
  expect([source, ...tests].filter((path) => !existsSync(inRoot(path)))).toEqual([]);
});
