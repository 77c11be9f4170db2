import { ActionError } from '@go-actions/action-kit';
import { BlockTable } from './block-table.ts';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const ZERO = 48;
/** bufio.Scanner's limit, which the reader of `go tool cover` has (x/tools cover/profile.go). */
const MAX_LINE = 64 * 1024;
const MAX_INT32 = 2 ** 31 - 1;

/**
 * Reads text profiles into one table, byte by byte as they come: grammar of x/tools `cover/profile.go` (`mode: M`, then
 * `NAME:L.C,L.C STATEMENTS COUNT`). Profiles repeat the same runs of blocks, so the reader remembers each block's bytes and
 * which block came after it; a line that begins with the predicted bytes needs only its count parsed.
 */
export class ProfileReader {
  readonly table = new BlockTable();
  /** Modes of the inputs, in order of first appearance. */
  readonly modes: string[] = [];
  #source = -1;
  #name = '';
  #mode = '';
  #line = 0;
  #tail: Buffer = Buffer.alloc(0);
  #previous = -1;
  #next = new Int32Array(1024).fill(-1);
  #bank = Buffer.allocUnsafe(1 << 16);
  #bankSize = 0;
  #prefixStart = new Int32Array(1024);
  #prefixEnd = new Int32Array(1024);
  #lastFile = { start: 0, end: 0, id: -1 };

  /** Starts the next input; `name` is used in errors. */
  open(name: string): void {
    this.#source += 1;
    this.#name = name;
    this.#mode = '';
    this.#line = 0;
    this.#previous = -1;
  }

  push(chunk: Buffer): void {
    let at = 0;
    if (this.#tail.length > 0) {
      const newline = chunk.indexOf(NEWLINE);
      const head = Buffer.concat([this.#tail, newline < 0 ? chunk : chunk.subarray(0, newline)]);
      if (head.length > MAX_LINE) this.#fail(head, 'the line is too long');
      if (newline < 0) {
        this.#tail = head;
        return;
      }
      this.#tail = Buffer.alloc(0);
      this.#readLine(head, 0, head.length);
      at = newline + 1;
    }
    while (at < chunk.length) {
      const after = this.#readPredicted(chunk, at);
      if (after > 0) {
        at = after;
        continue;
      }
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline < 0) break;
      this.#readLine(chunk, at, newline);
      at = newline + 1;
    }
    this.#tail = Buffer.from(chunk.subarray(at));
  }

  /**
   * Ends the input. A profile without any line is what `go test` leaves when nothing ran, and is no error here.
   * `cutOff`: the writer was killed, so an unfinished last line is dropped.
   */
  close({ cutOff = false } = {}): void {
    if (this.#tail.length > 0 && !cutOff) this.#readLine(this.#tail, 0, this.#tail.length);
    this.#tail = Buffer.alloc(0);
  }

  /** The offset after the line when it is the predicted block followed by a plain count; 0 when it is not, or is cut off. */
  #readPredicted(bytes: Buffer, from: number): number {
    const id = this.#previous < 0 ? -1 : (this.#next[this.#previous] ?? -1);
    if (id < 0) return 0;
    const bank = this.#bank;
    const end = this.#prefixEnd[id] ?? 0;
    let at = from;
    for (let i = this.#prefixStart[id] ?? 0; i < end; i++, at++) if (bytes[at] !== bank[i]) return 0;
    let count = 0;
    const digits = at;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      count = count * 10 + digit;
    }
    if (at === digits || at - digits > 15 || bytes[at] !== NEWLINE) return 0;
    this.#line += 1;
    this.#count(id, count);
    this.#previous = id;
    return at + 1;
  }

  #readLine(bytes: Buffer, from: number, newline: number): void {
    this.#line += 1;
    const to = newline > from && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    if (to - from >= MAX_LINE) this.#fail(bytes.subarray(from, from + 200), 'the line is too long');
    if (this.#mode === '') {
      this.#readMode(bytes.toString('utf8', from, to));
      return;
    }
    const line = new LineEnd(bytes, from, to);
    const count = line.number(SPACE);
    const prefixEnd = line.at + 1;
    const numStmt = line.number(SPACE);
    const endCol = line.number(46);
    const endLine = line.number(44);
    const startCol = line.number(46);
    const startLine = line.number(58);
    if (!line.ok || line.at === from || numStmt > MAX_INT32)
      this.#fail(bytes.subarray(from, to), 'expected NAME:LINE.COL,LINE.COL STATEMENTS COUNT');
    const file = this.#fileId(bytes, from, line.at);
    const id = this.table.find(file, startLine, startCol, endLine, endCol, numStmt, this.#source);
    if (id < 0)
      this.#fail(bytes.subarray(from, to), 'an earlier line gives this block another number of statements');
    if (this.#prefixEnd[id] === undefined || this.#prefixEnd[id] === 0)
      this.#remember(id, bytes, from, prefixEnd);
    this.#count(id, count);
    if (this.#previous >= 0) this.#next[this.#previous] = id;
    this.#previous = id;
  }

  #readMode(line: string): void {
    if (!/^mode: ./.test(line))
      this.#fail(Buffer.from(line), 'expected "mode: set", "mode: count" or "mode: atomic"');
    this.#mode = line.slice('mode: '.length);
    if (!this.modes.includes(this.#mode)) this.modes.push(this.#mode);
  }

  #count(id: number, count: number): void {
    const counts = this.table.count;
    if (this.#mode === 'set') {
      if (count > 0) counts[id] = Math.max(counts[id] ?? 0, 1);
    } else {
      counts[id] = (counts[id] ?? 0) + count;
    }
  }

  /** Consecutive lines mostly name the same file: compare bytes before making a string. */
  #fileId(bytes: Buffer, from: number, to: number): number {
    const { start, end, id } = this.#lastFile;
    if (id >= 0 && end - start === to - from && bytes.compare(this.#bank, start, end, from, to) === 0)
      return id;
    const found = this.table.fileId(bytes.toString('utf8', from, to));
    const kept = this.#store(bytes, from, to);
    this.#lastFile = { start: kept, end: kept + to - from, id: found };
    return found;
  }

  #remember(id: number, bytes: Buffer, from: number, to: number): void {
    if (id >= this.#next.length) {
      const twice = (values: Int32Array, fill: number) => {
        const more = new Int32Array(Math.max(values.length * 2, id + 1)).fill(fill);
        more.set(values);
        return more;
      };
      this.#next = twice(this.#next, -1);
      this.#prefixStart = twice(this.#prefixStart, 0);
      this.#prefixEnd = twice(this.#prefixEnd, 0);
    }
    const start = this.#store(bytes, from, to);
    this.#prefixStart[id] = start;
    this.#prefixEnd[id] = start + to - from;
  }

  #store(bytes: Buffer, from: number, to: number): number {
    const start = this.#bankSize;
    if (start + to - from > this.#bank.length) {
      const more = Buffer.allocUnsafe(Math.max(this.#bank.length * 2, start + to - from));
      this.#bank.copy(more, 0, 0, start);
      this.#bank = more;
    }
    bytes.copy(this.#bank, start, from, to);
    this.#bankSize = start + to - from;
    return start;
  }

  #fail(line: Buffer, problem: string): never {
    const found = JSON.stringify(line.subarray(0, 160).toString('utf8'));
    throw new ActionError(`${this.#name}:${this.#line}: ${problem}; found ${found}.`);
  }
}

/** Reads numbers from the end of a line towards its start, so that names may hold spaces and colons. */
class LineEnd {
  ok = true;
  at: number;
  readonly #bytes: Buffer;
  readonly #from: number;

  constructor(bytes: Buffer, from: number, to: number) {
    this.#bytes = bytes;
    this.#from = from;
    this.at = to;
  }

  /** The number between the last `separator` before `at` and `at`; moves `at` to the separator. */
  number(separator: number): number {
    const end = this.at;
    let start = end - 1;
    while (start >= this.#from && this.#bytes[start] !== separator) start -= 1;
    this.at = Math.max(start, this.#from);
    let i = start + 1;
    // strconv.Atoi takes a sign, and the format refuses negative numbers: a plus is all that is left.
    if (this.#bytes[i] === 43) i += 1;
    if (start < this.#from || i >= end || end - i > 18) this.ok = false;
    let value = 0;
    for (; i < end; i++) {
      const digit = (this.#bytes[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) this.ok = false;
      value = value * 10 + digit;
    }
    // Counts may be large; lines, columns and statements are kept in 32 bits.
    if (separator !== SPACE && value > MAX_INT32) this.ok = false;
    return value;
  }
}
