import { describe, expect, it } from 'vitest';
import {
  type BuildIndex,
  LIMITS,
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

/** What any writer could put into an entry: a header's JSON, and the records behind it. */
function forge(contents: object, records: Buffer = Buffer.alloc(0)): Buffer {
  const json = Buffer.from(JSON.stringify(contents));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, records]);
}

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

  it('keeps the folders of tests, the names below GOCACHE, and an age of 255 at most', () => {
    const objects = [
      { ...object, tests: ['.', 'internal'], age: 300 },
      { ...object, id: id('b'), paths: ['fuzz/example.com/x/FuzzY/0a'] },
    ];
    const actions = [{ id: id('c'), object: 1, age: 300, time: 1n }];
    expect(decodeIndex(encodeIndex({ ...BUILD, objects, actions }))).toEqual({
      ...BUILD,
      objects: [{ ...objects[0], age: 255 }, objects[1]],
      actions: [{ ...actions[0], age: 255 }],
    });
  });

  it('has records of 50, 45 and 32 bytes behind its JSON, or none', () => {
    const raw = encodeIndex(BUILD);
    expect(raw.length - 4 - raw.readUInt32LE(0)).toBe(3 * 50 + 45 + 32);
    const empty = { kind: 'build', packs: [], frames: [] };
    expect(decodeIndex(forge(empty))).toEqual({ ...empty, objects: [], actions: [] });
  });

  const [build, modules] = [{ kind: 'build', packs: [SELF], frames: [] }, { ...MODULES }];
  const frame = (rawLength: number) => [0, 0, 1, rawLength];
  const full = Array.from({ length: LIMITS.total / LIMITS.frame }, () => frame(LIMITS.frame));
  it.each([
    { name: 'a frame', contents: { ...build, frames: [frame(LIMITS.frame)] } },
    { name: 'all frames', contents: { ...build, frames: full } },
    { name: 'packs', contents: { ...build, packs: Array.from({ length: LIMITS.packs }, () => SELF) } },
    { name: 'a key', contents: { ...build, packs: [{ key: 'k'.repeat(512), start: 0 }] } },
  ])('may take the whole limit of $name', ({ contents }) => {
    expect(decodeIndex(forge(contents))).toEqual({ ...contents, objects: [], actions: [] });
  });

  const [named, listed] = [
    { ...build, frames: [[0, 0, 1, 100]], objects: 1, paths: { 0: ['fuzz/x'] } },
    { ...build, frames: [[0, 0, 1, 100]], objects: 1, tests: { 0: ['.'] } },
  ];
  const record = Buffer.alloc(50);
  it.each<{ name: string; contents: object; records?: Buffer }>([
    { name: 'a frame above its limit', contents: { ...build, frames: [frame(LIMITS.frame + 1)] } },
    { name: 'frames above their limit', contents: { ...build, frames: [...full, frame(1)] } },
    { name: 'too many packs', contents: { ...build, packs: Array.from({ length: 65 }, () => SELF) } },
    { name: 'packs that are none', contents: { ...build, packs: [SELF, 'x'] } },
    { name: 'no list of packs', contents: { ...build, packs: { length: 1 } } },
    { name: 'a pack without a start', contents: { ...build, packs: [{ key: 'x' }] } },
    { name: 'a key that is no text', contents: { ...build, packs: [{ key: 1, start: 0 }] } },
    { name: 'a key that is too long', contents: { ...build, packs: [{ key: 'k'.repeat(513), start: 0 }] } },
    { name: 'no list of frames', contents: { ...build, frames: {} } },
    { name: 'a frame of five numbers', contents: { ...build, frames: [[0, 0, 1, 1, 1]] } },
    { name: 'a frame of text', contents: { ...build, frames: [[0, 0, '1', 1]] } },
    { name: 'a broken number', contents: { ...build, frames: [[0, 0.5, 1, 1]] } },
    { name: 'another kind', contents: { ...build, kind: 'other' } },
    { name: 'a negative count of objects', contents: { ...build, objects: -1 } },
    { name: 'a negative count of actions', contents: { ...build, objects: 0, actions: -1 } },
    { name: 'fewer records than it says', contents: { ...build, objects: 2 }, records: Buffer.alloc(68) },
    { name: 'a piece of a digest', contents: build, records: Buffer.alloc(31) },
    { name: 'a digest too many', contents: build, records: Buffer.alloc(32) },
    {
      name: 'an action of the next object',
      contents: { ...build, actions: 1 },
      records: Buffer.alloc(45),
    },
    {
      name: 'a name outside of GOCACHE',
      contents: { ...named, paths: { 0: ['fuzz/x', '../x'] } },
      records: record,
    },
    { name: 'names that are no list', contents: { ...named, paths: { 0: 'fuzz/x' } }, records: record },
    { name: 'folders that are no list', contents: { ...listed, tests: { 0: '.' } }, records: record },
    { name: 'a folder that is no text', contents: { ...listed, tests: { 0: ['.', 1] } }, records: record },
    { name: 'a module without a sum', contents: { ...modules, modules: [{ ...module, sum: 1 }] } },
    { name: 'a module without files', contents: { ...modules, modules: [{ ...module, files: {} }] } },
    {
      name: 'a good file and a bad one',
      contents: { ...modules, modules: [{ ...module, files: [...module.files, ['../x', 0]] }] },
    },
    {
      name: 'a file of a negative size',
      contents: { ...modules, modules: [{ ...module, files: [['x', -1]] }] },
    },
    {
      name: 'a go.mod that is no text',
      contents: { ...modules, goMods: [{ ...MODULES.goMods[0], mod: 1 }] },
    },
    {
      name: 'an info that is no text',
      contents: { ...modules, goMods: [{ ...MODULES.goMods[0], info: 1 }] },
    },
  ])('of a hostile writer with $name is refused', ({ contents, records }) => {
    expect(() => decodeIndex(forge(contents, records))).toThrow('is not valid');
  });

  it('takes names and folders that are what they should be', () => {
    expect(decodeIndex(forge(named, record))).toMatchObject({ objects: [{ paths: ['fuzz/x'] }] });
    expect(decodeIndex(forge(listed, record))).toMatchObject({ objects: [{ tests: ['.'] }] });
  });

  it.each([0, 1, 2, 3, 4])('of %i zero bytes is cut short', (length) => {
    expect(() => decodeIndex(Buffer.alloc(length))).toThrow('cut short');
  });

  it('whose JSON would end behind it is cut short', () => {
    expect(() => decodeIndex(forge(build).subarray(0, -1))).toThrow('cut short');
  });

  it('that is cut anywhere is refused', () => {
    const raw = encodeIndex(BUILD);
    for (let length = 0; length < raw.length; length++)
      expect(() => decodeIndex(raw.subarray(0, length))).toThrow();
  });

  it('of something else is refused', () => {
    expect(() => readPreamble(Buffer.from('PK\x03\x04 a zip, and long enough'))).toThrow('not a pack');
    const most = LIMITS.header;
    for (const [length, raw] of [
      [most + 1, 1],
      [1, most + 1],
    ] as const)
      expect(() => readPreamble(encodePreamble(length, raw))).toThrow('too large');
    expect(readPreamble(encodePreamble(most, most))).toEqual({ headerLength: most, rawLength: most });
    expect(readPreamble(encodePreamble(12, 34))).toEqual({ headerLength: 12, rawLength: 34 });
  });
});
