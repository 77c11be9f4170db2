import { Cursor } from './cursor.ts';

/** What one run of a program counted: for functions that ran, a counter for each block. */
export type CounterFile = {
  /** The hash of the meta-data file that says what is counted. */
  readonly metaHash: string;
  readonly functions: readonly FunctionCounters[];
};

export type FunctionCounters = {
  readonly pkg: number;
  readonly index: number;
  readonly counters: Uint32Array;
};

const MAGIC = '0063776d';
const VERSION = 1;
const RAW = 1;
const ULEB128 = 2;
const FOOTER = 16;

/**
 * Reads a `covcounters.*` file (Go's internal/coverage/defs.go: CounterFileHeader, CounterSegmentHeader, CounterFileFooter).
 * `undefined`: it is of a later version, or has several segments, which no Go writes yet; Go's own tool must read it.
 */
export function parseCounterFile(bytes: Buffer, name: string): CounterFile | undefined {
  const cursor = new Cursor(bytes, name);
  if (cursor.hex(4) !== MAGIC) cursor.fail('it is no coverage counter file');
  if (cursor.u32() > VERSION) return undefined;
  const metaHash = cursor.hex(16);
  const flavor = cursor.u8();
  if (flavor !== RAW && flavor !== ULEB128) cursor.fail('its numbers are written in an unknown way');
  const bigEndian = cursor.u8() !== 0;
  cursor.skip(6);
  if (readSegments(bytes, name) !== 1) return undefined;

  const count = cursor.u64();
  // String table and arguments: how the program was called, which may hold secrets and is nobody's business.
  cursor.skip(cursor.u32() + cursor.u32());
  cursor.skip((4 - (cursor.at % 4)) % 4);
  const read =
    flavor === ULEB128 ? () => cursor.uleb() : bigEndian ? () => cursor.u32BigEndian() : () => cursor.u32();
  const size = flavor === ULEB128 ? 1 : 4;
  const functions: FunctionCounters[] = [];
  for (let left = cursor.checked(count, 3 * size, 'functions'); left > 0; left--) {
    const length = read();
    const pkg = read();
    const index = read();
    const counters = new Uint32Array(cursor.checked(length, size, 'counters'));
    for (let i = 0; i < length; i++) counters[i] = read();
    functions.push({ pkg, index, counters });
  }
  return { metaHash, functions };
}

function readSegments(bytes: Buffer, name: string): number {
  const cursor = new Cursor(bytes, name);
  cursor.seek(Math.max(cursor.at, bytes.length - FOOTER));
  if (cursor.hex(4) !== MAGIC) cursor.fail('it is cut off');
  cursor.skip(4);
  return cursor.u32() || cursor.fail('it has no counters');
}
