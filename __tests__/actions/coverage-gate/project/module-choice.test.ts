import type { GoModule } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import {
  chooseModules,
  parseModuleChoice,
} from '../../../../actions/coverage-gate/src/project/module-choice.ts';

const modules = ['.', 'api', 'examples/a', 'examples/b', '.hidden'].map((dir) => ({ dir }) as GoModule);

describe('chooseModules', () => {
  it.each([
    [[], ['.', 'api', 'examples/a', 'examples/b', '.hidden']],
    [['!examples/**'], ['.', 'api', '.hidden']],
    [['.'], ['.']],
    [['./api/'], ['api']],
    [['*', '!api'], ['.hidden']],
    [['examples/*', '!./examples/b/'], ['examples/a']],
    [['none'], []],
  ])('%j chooses %j', (globs, want) => {
    expect(chooseModules(modules, parseModuleChoice(globs)).map(({ dir }) => dir)).toEqual(want);
  });
});
