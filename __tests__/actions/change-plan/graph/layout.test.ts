import { parseGoMod, parseGoWork } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import {
  needsExternals,
  refusal,
  replacedFolders,
} from '../../../../actions/change-plan/src/graph/layout.ts';

const module = (dir: string, text: string) => ({
  dir,
  path: parseGoMod(text).module,
  goMod: parseGoMod(text),
});

describe('replacedFolders', () => {
  it('are folders of the repository that are none of our modules', () => {
    const modules = [
      module(
        'app',
        'module app\nreplace (\n\ta => ../lib\n\tb => ./fork/b/\n\tc => ../../out\n\td => /abs\n\te => f v1.0.0\n)\n',
      ),
      module('lib', 'module a\n'),
    ];
    const work = parseGoWork('use ./app\nreplace g => ./g\n');
    expect(replacedFolders(modules, { dir: '.', work })).toEqual([
      { dir: 'app/fork/b', path: 'b' },
      { dir: 'g', path: 'g' },
    ]);
  });
});

describe('needsExternals', () => {
  const known = {
    modules: [module('.', 'module m\n')],
    replaced: [{ dir: 'fork', path: 'f' }],
    vendors: ['.'],
    moduleChanges: new Map(),
  };

  it.each([
    { name: 'a file of ours', paths: ['a/x.go', 'forks/x.go', 'vendored/x'], want: false },
    { name: 'a vendored file', paths: ['vendor/x.org/x.go'], want: true },
    { name: 'a file of a replacement', paths: ['fork/x.go'], want: true },
  ])('is $want for $name', ({ paths, want }) => expect(needsExternals(paths, known)).toBe(want));

  it('is true when a version changed', () => {
    const moduleChanges = new Map([['.', { modules: new Set(['x.org']), tools: false }]]);
    expect(needsExternals(['go.mod'], { ...known, moduleChanges })).toBe(true);
  });
});

describe('refusal', () => {
  it.each(['go1.26.8', 'go1.27rc1', 'default'])('lets the toolchain %s run', (toolchain) => {
    expect(refusal([module('.', `module m\ntoolchain ${toolchain}\n`)], undefined)).toBeUndefined();
  });

  it.each(['go1.26.8-corp', 'go1', 'go1.x/../../evil', 'go1.26.8$id'])(
    'refuses the toolchain %s',
    (toolchain) => {
      expect(refusal([module('.', 'module m\n')], parseGoWork(`toolchain ${toolchain}\n`))).toContain(
        'names no released Go',
      );
    },
  );
});
