import { describe, expect, it } from 'vitest';
import {
  chooseModules,
  hasNewGoMods,
  mergeSums,
  planModuleIndex,
  stillWanted,
} from '../../../../actions/setup-go-cache/src/module-cache/modules.ts';
import { type ModuleIndex, SELF } from '../../../../actions/setup-go-cache/src/pack/format.ts';

const hash = (letter: string) => `h1:${letter.repeat(43)}=`;
const SUMS = mergeSums([
  `x.org/a v1.0.0 ${hash('a')}\nx.org/a v1.0.0/go.mod ${hash('m')}\n`,
  `x.org/b v1.0.0 ${hash('b')}\n`,
]);
const packed = (path: string, sum: string) => ({
  path,
  version: 'v1.0.0',
  sum,
  frame: 0,
  offset: 0,
  files: [],
});
const INDEX: ModuleIndex = {
  kind: 'modules',
  packs: [SELF, { key: 'older', start: 9 }],
  frames: [[1, 0, 5, 10]],
  modules: [packed('x.org/a', hash('a')), packed('x.org/b', hash('z')), packed('x.org/c', hash('c'))],
  goMods: [{ path: 'x.org/a', version: 'v1.0.0', mod: 'module x.org/a\n' }],
};
const names = (modules: readonly { readonly path: string }[]) => modules.map(({ path }) => path);

describe('the modules of an entry', () => {
  it('are restored when go.sum names their hash; what it does not name, only unverified', () => {
    expect([...SUMS.trees.keys(), ...SUMS.goMods.keys()]).toEqual([
      'x.org/a@v1.0.0',
      'x.org/b@v1.0.0',
      'x.org/a@v1.0.0',
    ]);
    expect(names(chooseModules(INDEX, SUMS, true))).toEqual(['x.org/a']);
    expect(names(chooseModules(INDEX, SUMS, false))).toEqual(['x.org/a', 'x.org/c']);
  });

  it('stay listed while go.sum names them', () => {
    expect(names(stillWanted(INDEX, SUMS))).toEqual(['x.org/a']);
    expect(stillWanted(undefined, SUMS)).toEqual([]);
    expect(hasNewGoMods(INDEX.goMods, INDEX)).toBe(false);
    expect(hasNewGoMods([{ path: 'x.org/d', version: 'v1.0.0', mod: '' }], INDEX)).toBe(true);
  });

  it('are listed anew with those that were packed, and without those that were not', () => {
    const fresh = ['x.org/b', 'x.org/lost'].map((path) => ({
      path,
      version: 'v1.0.0',
      sum: hash('b'),
      files: [],
    }));
    const pack = {
      frames: [[0, 7, 20]] as const,
      placed: new Map([['x.org/b@v1.0.0', { frame: 0, offset: 3, stored: 20 }]]),
    };
    const index = planModuleIndex(fresh, stillWanted(INDEX, SUMS), [], pack, INDEX);
    expect(index.modules.map(({ path, frame, offset }) => ({ path, frame, offset }))).toEqual([
      { path: 'x.org/a', frame: 1, offset: 0 },
      { path: 'x.org/b', frame: 0, offset: 3 },
    ]);
    expect(index.packs[index.frames[1]?.[0] ?? 0]).toEqual({ key: 'older', start: 9 });
  });
});
