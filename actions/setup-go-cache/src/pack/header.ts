import {
  type BuildIndex,
  type CacheAction,
  type CacheObject,
  type Frame,
  LIMITS,
  MAGIC,
  type ModuleIndex,
  type PackedGoMod,
  type PackedModule,
  type PackIndex,
  type PackRef,
  PREAMBLE,
} from './format.ts';
import { isFileName, isModuleName, isNamedFile, isPlainName } from './names.ts';

/** Bytes of a record. */
const OBJECT = 50;
const ACTION = 45;
const DIGEST = 32;

type ByPosition<V> = Readonly<Record<number, V | undefined>>;

type Contents = {
  kind: string;
  packs: readonly PackRef[];
  frames: readonly Frame[];
  objects?: number;
  actions?: number;
  executables?: ByPosition<string>;
  tests?: ByPosition<readonly string[]>;
  paths?: ByPosition<readonly string[]>;
  modules?: readonly PackedModule[];
  goMods?: readonly PackedGoMod[];
};

/** The raw header of a pack. */
export function encodeIndex(index: PackIndex): Buffer {
  const { kind, packs, frames } = index;
  if (index.kind === 'modules')
    return withLength({ kind, packs, frames, modules: index.modules, goMods: index.goMods });
  const { objects, actions } = index;
  const executables = collect(objects, ({ executable }) => executable);
  const tests = collect(objects, (object) => object.tests);
  const paths = collect(objects, (object) => object.paths);
  const head = withLength({
    kind,
    packs,
    frames,
    objects: objects.length,
    actions: actions.length,
    executables,
    tests,
    paths,
  });
  const digests = objects.flatMap(({ digest }) => digest ?? []);
  const body = Buffer.alloc(objects.length * OBJECT + actions.length * ACTION + digests.length * DIGEST);
  let at = 0;
  for (const object of objects) {
    body.write(object.id, at, 'hex');
    body.writeUInt32LE(object.frame, at + 32);
    body.writeUInt32LE(object.offset, at + 36);
    body.writeUInt32LE(object.stored, at + 40);
    body.writeUInt32LE(object.size, at + 44);
    body.writeUInt8(Math.min(object.age, 255), at + 48);
    at += OBJECT;
  }
  for (const action of actions) {
    body.write(action.id, at, 'hex');
    body.writeUInt32LE(action.object, at + 32);
    body.writeUInt8(Math.min(action.age, 255), at + 36);
    body.writeBigUInt64LE(action.time, at + 37);
    at += ACTION;
  }
  for (const digest of digests) at += body.write(digest, at, 'hex');
  return Buffer.concat([head, body]);
}

/** Sizes of the header from a pack's first bytes. Throws when it is no pack of this format. */
export function readPreamble(bytes: Buffer): { readonly headerLength: number; readonly rawLength: number } {
  if (bytes.length < PREAMBLE || bytes.toString('latin1', 0, 8) !== MAGIC)
    throw new Error('it is not a pack');
  const [headerLength, rawLength] = [bytes.readUInt32LE(8), bytes.readUInt32LE(12)];
  if (headerLength > LIMITS.header || rawLength > LIMITS.header) throw new Error('its header is too large');
  return { headerLength, rawLength };
}

export function encodePreamble(headerLength: number, rawLength: number): Buffer {
  const preamble = Buffer.alloc(PREAMBLE);
  preamble.write(MAGIC, 'latin1');
  preamble.writeUInt32LE(headerLength, 8);
  preamble.writeUInt32LE(rawLength, 12);
  return preamble;
}

/**
 * Reads a raw header, trusting nothing: every range lies inside its frame, every number inside the limits, every name is
 * one that may be written below a cache folder. Throws a sentence that says what is wrong.
 */
export function decodeIndex(raw: Buffer): PackIndex {
  const length = raw.length < 4 ? 0 : raw.readUInt32LE(0);
  if (length === 0 || length > raw.length - 4) throw new Error('its header is cut short');
  const contents = JSON.parse(raw.toString('utf8', 4, 4 + length)) as Contents;
  const { packs, frames } = contents;
  check(Array.isArray(packs) && packs.length <= LIMITS.packs && packs.every(isPackRef), 'packs');
  check(Array.isArray(frames), 'frames');
  let total = 0;
  for (const frame of frames) {
    check(isFrame(frame) && frame[0] < packs.length && frame[3] <= LIMITS.frame, 'a frame');
    total += frame[3];
  }
  check(total <= LIMITS.total, 'the sum of its frames');
  const fits = (frame: number, offset: number, size: number) => {
    const rawLength = frames[frame]?.[3];
    return rawLength !== undefined && offset + size <= rawLength;
  };
  return contents.kind === 'modules'
    ? decodeModules(contents, fits)
    : decodeBuild(contents, raw.subarray(4 + length), fits);
}

type Fits = (frame: number, offset: number, size: number) => boolean;

function decodeModules({ packs, frames, modules = [], goMods = [] }: Contents, fits: Fits): ModuleIndex {
  for (const module of modules) {
    check(isModuleName(module.path) && isModuleName(module.version), 'a module name');
    check(typeof module.sum === 'string' && Array.isArray(module.files), `module ${module.path}`);
    check(
      module.files.every(([name, size]) => isFileName(name) && isSize(size)),
      `a file of ${module.path}`,
    );
    const size = module.files.reduce((sum, [, bytes]) => sum + bytes, 0);
    check(
      isSize(module.frame) && isSize(module.offset) && fits(module.frame, module.offset, size),
      `module ${module.path}`,
    );
  }
  for (const { path, version, mod, info } of goMods) {
    check(isModuleName(path) && isModuleName(version), 'a module name');
    check(typeof mod === 'string' && (info === undefined || typeof info === 'string'), `go.mod of ${path}`);
  }
  return { kind: 'modules', packs, frames, modules, goMods };
}

function decodeBuild(contents: Contents, body: Buffer, fits: Fits): BuildIndex {
  const {
    kind,
    packs,
    frames,
    objects: objectCount = 0,
    actions: actionCount = 0,
    executables = {},
    tests = {},
    paths = {},
  } = contents;
  check(kind === 'build' && isSize(objectCount) && isSize(actionCount), 'its kind');
  const records = objectCount * OBJECT + actionCount * ACTION;
  check(body.length >= records && (body.length - records) % DIGEST === 0, 'the number of its records');
  const objects: CacheObject[] = [];
  let digestAt = records;
  for (let i = 0, at = 0; i < objectCount; i++, at += OBJECT) {
    const [executable, folders, names] = [executables[i], tests[i], paths[i]];
    const [stored, size] = [body.readUInt32LE(at + 40), body.readUInt32LE(at + 44)];
    const object = {
      id: body.toString('hex', at, at + 32),
      frame: body.readUInt32LE(at + 32),
      offset: body.readUInt32LE(at + 36),
      stored,
      size,
      age: body.readUInt8(at + 48),
      ...(stored < size && { digest: body.toString('hex', digestAt, digestAt + DIGEST) }),
      ...(executable !== undefined && { executable }),
      ...(folders !== undefined && { tests: folders }),
      ...(names !== undefined && { paths: names }),
    };
    check(stored <= size && fits(object.frame, object.offset, stored), 'an object');
    if (stored < size) digestAt += DIGEST;
    check(executable === undefined || isPlainName(executable), 'the name of an executable');
    check(names === undefined || (Array.isArray(names) && names.every(isNamedFile)), 'a name below GOCACHE');
    check(folders === undefined || isTextList(folders), 'the folders of a test');
    objects.push(object);
  }
  check(digestAt === body.length, 'the number of its digests');
  const actions: CacheAction[] = [];
  for (let i = 0, at = objectCount * OBJECT; i < actionCount; i++, at += ACTION) {
    const object = body.readUInt32LE(at + 32);
    check(object < objectCount, 'an action');
    const id = body.toString('hex', at, at + 32);
    actions.push({ id, object, age: body.readUInt8(at + 36), time: body.readBigUInt64LE(at + 37) });
  }
  return { kind: 'build', packs, frames, objects, actions };
}

function withLength(contents: Contents): Buffer {
  const json = Buffer.from(JSON.stringify(contents));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json]);
}

/** By position the values of those that have one; JSON leaves the others out. */
function collect<T, V>(values: readonly T[], pick: (value: T) => V | undefined): ByPosition<V> {
  return Object.fromEntries(values.map((value, i) => [i, pick(value)]));
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isFrame(frame: unknown): boolean {
  return Array.isArray(frame) && frame.length === 4 && frame.every(isSize);
}

function isPackRef(ref: unknown): boolean {
  const { key, start } = (ref ?? {}) as { key?: unknown; start?: unknown };
  return typeof key === 'string' && key.length <= 512 && isSize(start);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`${what} is not valid`);
}
