import { describe, expect, it } from 'vitest';
import {
  applyLayer,
  type ImageTree,
  type LayerEntry,
  lookUp,
} from '../../../../actions/image-publish/src/contents/tree.ts';

const file = (path: string, size = 1): LayerEntry => ({
  path,
  kind: 'file',
  access: { mode: 0o755, uid: 0, gid: 0 },
  size,
  stored: undefined,
});
const folder = (path: string): LayerEntry => ({
  path,
  kind: 'folder',
  access: { mode: 0o755, uid: 0, gid: 0 },
});
const link = (path: string, target: string): LayerEntry => ({ path, kind: 'link', target });
const hard = (path: string, target: string): LayerEntry => ({ path, kind: 'hard link', target });
const lay = (...layers: LayerEntry[][]): ImageTree => layers.reduce<ImageTree>(applyLayer, new Map());
const files = (tree: ImageTree) =>
  [...tree]
    .filter(([, entry]) => entry.kind !== 'folder')
    .map(([path]) => path)
    .sort();

describe('applyLayer', () => {
  const cases: { name: string; layers: LayerEntry[][]; want: string[] }[] = [
    { name: 'a later file stands', layers: [[file('bin/sh')], [file('bin/sh', 2)]], want: ['/bin/sh'] },
    { name: 'a whiteout takes a file away', layers: [[file('bin/sh')], [file('bin/.wh.sh')]], want: [] },
    { name: 'a whiteout takes a folder away', layers: [[file('a/b/c')], [file('.wh.a')]], want: [] },
    {
      name: 'a whiteout leaves names that begin alike',
      layers: [[file('a/bc')], [file('a/.wh.b')]],
      want: ['/a/bc'],
    },
    {
      name: 'an opaque folder hides what is below, and not what its own layer brings, in any order',
      layers: [[file('a/old')], [file('a/new'), file('a/.wh..wh..opq')]],
      want: ['/a/new'],
    },
    {
      name: 'a whiteout is for the layers below alone',
      layers: [[file('bin/sh'), file('bin/.wh.sh')]],
      want: ['/bin/sh'],
    },
    { name: 'a folder over a file', layers: [[file('a')], [folder('a'), file('a/b')]], want: ['/a/b'] },
    { name: 'a file over a folder', layers: [[file('a/b')], [file('a')]], want: ['/a'] },
    {
      name: 'a whiteout through a link',
      layers: [[link('bin', 'usr/bin'), file('usr/bin/sh')], [file('bin/.wh.sh')]],
      want: ['/bin'],
    },
    {
      name: 'a file through a link',
      layers: [[link('bin', '/usr/bin'), folder('usr/bin')], [file('bin/sh')]],
      want: ['/bin', '/usr/bin/sh'],
    },
    { name: 'no path leads above the root', layers: [[file('../../etc/x')]], want: ['/etc/x'] },
    { name: 'a hard link is the file', layers: [[file('a'), hard('b', 'a')]], want: ['/a', '/b'] },
    {
      name: 'a hard link to a file of a layer below',
      layers: [[file('a')], [hard('b', '/a'), file('.wh.a')]],
      want: [],
    },
    {
      name: 'links in a circle end',
      layers: [[link('a', 'b'), link('b', 'a')], [file('a/x')]],
      want: expect.any(Array) as string[],
    },
  ];
  it.each(cases)('$name', ({ layers, want }) => expect(files(lay(...layers))).toEqual(want));
});

describe('lookUp', () => {
  const tree = lay([
    file('usr/bin/busybox', 7),
    link('bin', 'usr/bin'),
    link('usr/bin/sh', 'busybox'),
    link('x', 'y'),
    link('y', '/x'),
  ]);
  it('follows links of folders and of files', () => {
    expect(lookUp(tree, '/bin/sh')?.path).toBe('/usr/bin/busybox');
    expect(lookUp(tree, 'bin/../bin/sh')?.entry).toMatchObject({ size: 7 });
    expect(lookUp(tree, '/bin/sh', false)?.entry.kind).toBe('link');
  });
  it('ends where links go round, and where nothing is', () => {
    expect(lookUp(tree, '/x')).toBeUndefined();
    expect(lookUp(tree, '/none/at/all')).toBeUndefined();
  });
});
