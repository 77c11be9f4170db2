import { expect, it } from 'vitest';
import { selects } from '../../../../actions/lint-gate/src/run/selection.ts';

const DIRS = ['.', 'examples/a', 'examples/b', 'services/x', 'tools'];

it.each([
  { globs: [], want: DIRS },
  { globs: ['services/*', 'tools'], want: ['services/x', 'tools'] },
  { globs: ['!examples/**'], want: ['.', 'services/x', 'tools'] },
  { globs: ['!./tools/'], want: ['.', 'examples/a', 'examples/b', 'services/x'] },
  { globs: ['**', '!examples/b'], want: ['examples/a', 'services/x', 'tools', '.'] },
  { globs: ['.'], want: ['.'] },
  { globs: ['!**'], want: [] },
])('$globs chooses $want', ({ globs, want }) =>
  expect(DIRS.filter((dir) => selects(globs, dir)).sort()).toEqual([...want].sort()),
);
