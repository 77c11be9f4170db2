import { describe, expect, it } from 'vitest';
import {
  type BuildIndex,
  type ModuleIndex,
  SELF,
} from '../../../../actions/setup-go-cache/src/pack/format.ts';
import {
  decodeIndex,
  encodeIndex,
  encodePreamble,
  readPreamble,
} from '../../../../actions/setup-go-cache/src/pack/header.ts';

const id = (digit: string) => digit.repeat(64);

const BUILD: BuildIndex = {
  kind: 'build',
  packs: [SELF, { key: 'older', start: 400 }],
  frames: [
    [0, 0, 50, 100],
    [1, 7, 60, 200],
  ],
  objects: [
    { id: id('a'), frame: 0, offset: 0, stored: 100, size: 100, age: 0 },
    { id: id('b'), frame: 1, offset: 50, stored: 150, size: 150, age: 2, executable: 'cover' },
    { id: id('d'), frame: 1, offset: 0, stored: 50, size: 900, digest: id('e'), age: 0 },
  ],
  actions: [{ id: id('c'), object: 1, age: 1, time: 1_763_700_000_123_456_789n }],
};

const MODULES: ModuleIndex = {
  kind: 'modules',
  packs: [SELF],
  frames: [[0, 0, 10, 30]],
  modules: [
    {
      path: 'example.com/A',
      version: 'v1.0.0',
      sum: 'h1:x=',
      frame: 0,
      offset: 0,
      files: [['a/b é.go', 30]],
    },
  ],
  goMods: [{ path: 'example.com/A', version: 'v1.0.0', mod: 'module example.com/A\n' }],
};

describe('an index', () => {
  it.each([BUILD, MODULES])('comes back as it was written ($kind)', (index) => {
    expect(decodeIndex(encodeIndex(index))).toEqual(index);
  });

  const object = BUILD.objects[0] ?? { id: '', frame: 0, offset: 0, stored: 0, size: 0, age: 0 };
  const module = MODULES.modules[0] as ModuleIndex['modules'][number];
  const hostile: { name: string; index: BuildIndex | ModuleIndex }[] = [
    {
      name: 'an object beyond its frame',
      index: { ...BUILD, objects: [{ ...object, offset: 1 }], actions: [] },
    },
    { name: 'an object in no frame', index: { ...BUILD, objects: [{ ...object, frame: 9 }], actions: [] } },
    {
      name: 'more stored than there is',
      index: { ...BUILD, objects: [{ ...object, size: 99 }], actions: [] },
    },
    {
      name: 'an executable above its folder',
      index: { ...BUILD, objects: [{ ...object, executable: '..' }], actions: [] },
    },
    {
      name: 'an executable in a folder',
      index: { ...BUILD, objects: [{ ...object, executable: 'a/b' }], actions: [] },
    },
    { name: 'an action without object', index: { ...BUILD, objects: [], frames: [] } },
    { name: 'a frame of an unknown pack', index: { ...BUILD, packs: [SELF] } },
    { name: 'a frame that explodes', index: { ...BUILD, frames: [[0, 0, 50, 2 ** 40]] } },
    { name: 'a negative frame', index: { ...BUILD, frames: [[0, -1, 50, 100]] } },
    { name: 'a module outside', index: { ...MODULES, modules: [{ ...module, path: '../x' }] } },
    { name: 'a module with a root', index: { ...MODULES, modules: [{ ...module, path: '/etc' }] } },
    { name: 'a version outside', index: { ...MODULES, modules: [{ ...module, version: '../../v1' }] } },
    { name: 'a go.mod outside', index: { ...MODULES, goMods: [{ path: '..', version: 'v1', mod: '' }] } },
    ...['../x', '/x', 'a/../x', 'a//b', 'C:\\x', 'a\\b', 'a\nb', 'a\0b', '', 'NUL:'].map((file) => ({
      name: `a module file ${JSON.stringify(file)}`,
      index: { ...MODULES, modules: [{ ...module, files: [[file, 30] as const] }] },
    })),
    { name: 'a module beyond its frame', index: { ...MODULES, modules: [{ ...module, offset: 1 }] } },
  ];
  it.each(hostile)('with $name is refused', ({ index }) => {
    expect(() => decodeIndex(encodeIndex(index))).toThrow('not valid');
  });

  it('that is cut anywhere is refused', () => {
    const raw = encodeIndex(BUILD);
    for (let length = 0; length < raw.length; length++)
      expect(() => decodeIndex(raw.subarray(0, length))).toThrow();
  });

  it('of something else is refused', () => {
    expect(() => readPreamble(Buffer.from('PK\x03\x04 a zip, and long enough'))).toThrow('not a pack');
    expect(() => readPreamble(encodePreamble(2 ** 32 - 1, 1))).toThrow('too large');
    expect(readPreamble(encodePreamble(12, 34))).toEqual({ headerLength: 12, rawLength: 34 });
  });
});
