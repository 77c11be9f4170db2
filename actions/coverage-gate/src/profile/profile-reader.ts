import { ActionError } from '@go-actions/action-kit';
import { BlockTable } from './block-table.ts';
import { ByteBank, equal, viewOf } from './byte-bank.ts';
import { LineEnd, MAX_INT32 } from './line-end.ts';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const ZERO = 48;
/** bufio.Scanner's limit, which the reader of `go tool cover` has (x/tools cover/profile.go). */
const MAX_LINE = 64 * 1024;
/** What stands before each number of `NAME:LINE.COL,LINE.COL STATEMENTS COUNT`. */
const SEPARATORS = [58, 46, 44, 46, SPACE, SPACE] as const;

/**
 * Reads text profiles into one table, byte by byte as they come: grammar of x/tools `cover/profile.go` (`mode: M`, then
 * `NAME:L.C,L.C STATEMENTS COUNT`). Profiles repeat the same runs of blocks, so the reader remembers each block's bytes and
 * which block came after it; a line that begins with the predicted bytes needs only its count parsed.
 */
export class ProfileReader {
  readonly table = new BlockTable();
  /** Modes of the inputs, in order of first appearance, and the first input of each. */
  readonly modes = new Map<string, string>();
  #source = -1;
  #name = '';
  #mode = '';
  #line = 0;
  #tail: Buffer = Buffer.alloc(0);
  #previous = -1;
  #next = new Int32Array(1024).fill(-1);
  readonly #bank = new ByteBank();
  #prefixStart = new Int32Array(1024);
  #prefixEnd = new Int32Array(1024);
  readonly #numbers = new Int32Array(6);
  #lastFile = { start: 0, end: 0, id: -1 };

  /** Blocks that the newest input has had so far. */
  get blocks(): number {
    return Math.max(0, this.#line - 1);
  }

  /** Whether the newest input has begun as a profile does. */
  get hasMode(): boolean {
    return this.#mode !== '';
  }

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
    const view = viewOf(chunk);
    while (at < chunk.length) {
      at = this.#readPredicted(view, at);
      const after = this.#readSimple(view, chunk, at);
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

  /** Reads as many lines as are the predicted blocks followed by a plain count; returns the offset of the first that is not. */
  #readPredicted(bytes: DataView, from: number): number {
    const [bank, next, starts, ends] = [this.#bank.view, this.#next, this.#prefixStart, this.#prefixEnd];
    const counts = this.table.count;
    const isSet = this.#mode === 'set';
    let previous = this.#previous;
    let lines = 0;
    let line = from;
    while (previous >= 0) {
      const id = next[previous] ?? -1;
      if (id < 0) break;
      const start = starts[id] ?? 0;
      const size = (ends[id] ?? 0) - start;
      let at = line + size;
      // The longest count and its newline must be there as well.
      if (at + 16 > bytes.byteLength || !equal(bytes, line, bank, start, size)) break;
      let digit = bytes.getUint8(at) - ZERO;
      let count = 0;
      const digits = at;
      while (digit >= 0 && digit <= 9 && at - digits < 15) {
        count = count * 10 + digit;
        digit = bytes.getUint8(++at) - ZERO;
      }
      if (at === digits || digit !== NEWLINE - ZERO) break;
      counts[id] = merge(counts[id] ?? 0, count, isSet);
      previous = id;
      line = at + 1;
      lines += 1;
    }
    this.#previous = previous;
    this.#line += lines;
    return line;
  }

  /**
   * The offset after a line of the same file as the last one, in the plain form that go writes; 0 when it is anything else,
   * or is cut off. `#readLine` reads every line, this one the usual ones quickly.
   */
  #readSimple(view: DataView, bytes: Buffer, from: number): number {
    const { start, end, id: file } = this.#lastFile;
    let at = from + end - start;
    if (file < 0 || at > bytes.length || !equal(view, from, this.#bank.view, start, end - start)) return 0;
    const numbers = this.#numbers;
    for (let field = 0; field < SEPARATORS.length; field++) {
      // The colon, dot, comma, dot and spaces that each stand before a number.
      if (bytes[at++] !== SEPARATORS[field]) return 0;
      const digits = at;
      let value = 0;
      let digit = (bytes[at] ?? 0) - ZERO;
      while (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digit = (bytes[++at] ?? 0) - ZERO;
      }
      if (at === digits || at - digits > 9) return 0;
      numbers[field] = value;
    }
    if (bytes[at] !== NEWLINE) return 0;
    const [startLine = 0, startCol = 0, endLine = 0, endCol = 0, numStmt = 0, count = 0] = numbers;
    const id = this.table.find(file, startLine, startCol, endLine, endCol, numStmt, this.#source);
    if (id < 0) return 0;
    this.#line += 1;
    if (!this.#prefixEnd[id]) {
      let prefixEnd = at;
      while (bytes[prefixEnd - 1] !== SPACE) prefixEnd -= 1;
      this.#remember(id, bytes, from, prefixEnd);
    }
    this.#follow(id, count);
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
    if (!this.#prefixEnd[id]) this.#remember(id, bytes, from, prefixEnd);
    this.#follow(id, count);
  }

  /** Counts a block, and predicts that it comes after the previous one again. */
  #follow(id: number, count: number): void {
    const counts = this.table.count;
    counts[id] = merge(counts[id] ?? 0, count, this.#mode === 'set');
    if (this.#previous >= 0) this.#next[this.#previous] = id;
    this.#previous = id;
  }

  #readMode(text: string): void {
    const line = text.replace(/^\uFEFF/, ''); // PowerShell 5 begins UTF-8 with it
    if (!/^mode: ./.test(line))
      this.#fail(Buffer.from(line), 'expected "mode: set", "mode: count" or "mode: atomic"');
    this.#mode = line.slice('mode: '.length);
    if (!this.modes.has(this.#mode)) this.modes.set(this.#mode, this.#name);
  }

  /** Consecutive lines mostly name the same file: compare bytes before making a string. */
  #fileId(bytes: Buffer, from: number, to: number): number {
    const { start, end, id } = this.#lastFile;
    if (id >= 0 && this.#bank.holds(start, end, bytes, from, to)) return id;
    const found = this.table.fileId(bytes.toString('utf8', from, to));
    const kept = this.#bank.store(bytes, from, to);
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
    const start = this.#bank.store(bytes, from, to);
    this.#prefixStart[id] = start;
    this.#prefixEnd[id] = start + to - from;
  }

  #fail(line: Buffer, problem: string): never {
    const found = JSON.stringify(line.subarray(0, 160).toString('utf8'));
    throw new ActionError(`${this.#name}:${this.#line}: ${problem}; found ${found}.`);
  }
}

/** `set` knows only whether a block ran; counts of the other modes add up. */
const merge = (before: number, count: number, isSet: boolean): number =>
  isSet ? before || Math.min(count, 1) : before + count;
