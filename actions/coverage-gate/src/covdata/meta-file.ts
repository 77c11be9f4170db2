import { Cursor } from './cursor.ts';

/** A function and its blocks: five numbers each, first line and column, last line and column, statements. */
export type MetaFunction = { readonly file: string; readonly blocks: Uint32Array };

/** What a program built with `-cover` says about its code, in the order that counters refer to. */
export type MetaFile = {
  /** Names the program: its counter files carry the same. */
  readonly hash: string;
  readonly mode: 'set' | 'count' | 'atomic';
  readonly packages: readonly (readonly MetaFunction[])[];
};

const MAGIC = '0063766d';
const VERSION = 1;
const MODES: Readonly<Record<number, MetaFile['mode']>> = { 1: 'set', 2: 'count', 3: 'atomic' };
const PER_BLOCK = 1;
const SYMBOL_HEADER = 44;
const MAX_INT32 = 2 ** 31 - 1;

/**
 * Reads a `covmeta.*` file (Go's internal/coverage/defs.go: MetaFileHeader, MetaSymbolHeader). `undefined`: it is of a later
 * version, or counts by function, and Go's own tool must read it.
 */
export function parseMetaFile(bytes: Buffer, name: string): MetaFile | undefined {
  const cursor = new Cursor(bytes, name);
  if (cursor.hex(4) !== MAGIC) cursor.fail('it is no coverage meta-data file');
  if (cursor.u32() > VERSION) return undefined;
  if (cursor.u64() > bytes.length) cursor.fail('it is cut off');
  const entries = cursor.u64();
  const hash = cursor.hex(16);
  cursor.skip(8); // offset and length of the string table, which holds nothing of ours
  const mode = MODES[cursor.u8()] ?? cursor.fail('it has an unknown counter mode');
  if (cursor.u8() !== PER_BLOCK) return undefined;
  cursor.skip(6);
  cursor.checked(entries, 16, 'packages');
  const offsets = Array.from({ length: entries }, () => cursor.u64());
  const lengths = Array.from({ length: entries }, () => cursor.u64());
  const packages = offsets.map((offset, index) => {
    const length = lengths[index] ?? 0;
    cursor.seek(offset);
    cursor.checked(length, 1, 'bytes in a package');
    return readPackage(new Cursor(bytes.subarray(offset, offset + length), name));
  });
  return { hash, mode, packages };
}

function readPackage(cursor: Cursor): MetaFunction[] {
  cursor.seek(Math.min(SYMBOL_HEADER - 4, cursor.left)); // lengths, names and a hash, which the functions repeat
  const count = cursor.u32();
  cursor.checked(count, 4, 'functions');
  const offsets = Array.from({ length: count }, () => cursor.u32());
  const strings = cursor.strings();
  return offsets.map((offset) => {
    cursor.seek(offset);
    return readFunction(cursor, strings);
  });
}

function readFunction(cursor: Cursor, strings: readonly string[]): MetaFunction {
  const count = cursor.uleb();
  cursor.uleb(); // the function's name
  const file = strings[cursor.uleb()] ?? cursor.fail('a function names a file that it does not list');
  const blocks = new Uint32Array(5 * cursor.checked(count, 5, 'blocks'));
  for (let i = 0; i < blocks.length; i++) {
    const number = cursor.uleb();
    if (number > MAX_INT32) cursor.fail(`a line, column or count of statements is ${number}`);
    blocks[i] = number;
  }
  return { file, blocks };
}
