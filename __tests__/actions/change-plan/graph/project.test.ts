import { parseGoMod, parseGoWork } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { modulesBelow, placeModules } from '../../../../actions/change-plan/src/graph/project.ts';

const module = (dir: string) => ({ dir, path: `m/${dir}`, goMod: parseGoMod(`module m/${dir}\n`) });

describe('placeModules', () => {
  it('places modules and a go.work above into the repository', () => {
    const project = placeModules('/repo', 'services/app', {
      modules: [module('.')],
      unreadable: [{ dir: 'bad', reason: 'go.mod:1: syntax error' }],
      workspace: parseGoWork('go 1.24\nuse ./services/app\nuse ./lib\n'),
      workFile: '../../go.work',
      workspaceModules: [module('.'), module('../../lib')],
    });
    expect(project.own.map(({ dir }) => dir)).toEqual(['services/app']);
    expect(project.modules.map(({ dir }) => dir)).toEqual(['services/app', 'lib']);
    expect(project.workspace?.dir).toBe('.');
    expect(project.unreadable).toEqual([
      'the module in `services/app/bad` does not load: go.mod:1: syntax error',
    ]);
    expect(modulesBelow(project).map(({ dir }) => dir)).toEqual(['.']);
  });

  it('has no workspace without a go.work', () => {
    const project = placeModules('/repo', '.', { modules: [module('.'), module('sub')], unreadable: [] });
    expect(project).toMatchObject({ workspace: undefined, modules: [{ dir: '.' }, { dir: 'sub' }] });
  });
});
