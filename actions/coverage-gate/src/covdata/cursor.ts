import { ActionError } from '@go-actions/action-kit';

/**
 * Reads the numbers and strings of Go's coverage files in order. Every read is checked against the end first, and every
 * length against what is left, so that hostile bytes end in one error and never in a large allocation.
 */
export class Cursor {
  at = 0;
  readonly bytes: Buffer;
  readonly #name: string;

  /** `name` is what errors call the file. */
  constructor(bytes: Buffer, name: string) {
    this.bytes = bytes;
    this.#name = name;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  seek(offset: number): void {
    if (offset > this.bytes.length) this.fail(`an offset of ${offset} lies behind its end`);
    this.at = offset;
  }

  skip(count: number): void {
    this.#need(count);
    this.at += count;
  }

  u8(): number {
    this.#need(1);
    return this.bytes[this.at++] ?? 0;
  }

  u32(): number {
    this.#need(4);
    this.at += 4;
    return this.bytes.readUInt32LE(this.at - 4);
  }

  u32BigEndian(): number {
    this.#need(4);
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  /** A count, length or offset; those beyond 2^53 are lies. */
  u64(): number {
    const low = this.u32();
    const value = this.u32() * 2 ** 32 + low;
    return Number.isSafeInteger(value) ? value : this.fail(`the number ${value} is out of range`);
  }

  /** An unsigned LEB128 number of 32 bits, which is all that the formats hold. */
  uleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (value > 0xffffffff || scale > 2 ** 28) return this.fail('a number has more than 32 bits');
      if (byte < 0x80) return value;
    }
  }

  hex(length: number): string {
    this.#need(length);
    this.at += length;
    return this.bytes.toString('hex', this.at - length, this.at);
  }

  /** A count of things that take at least `size` bytes each: never more than what is left can hold. */
  checked(count: number, size: number, what: string): number {
    return count * size <= this.left
      ? count
      : this.fail(`it claims ${count} ${what}, which do not fit into it`);
  }

  /** A string table (internal/coverage/stringtab): a count, then each length and its bytes. */
  strings(): string[] {
    const strings: string[] = [];
    for (let left = this.checked(this.uleb(), 1, 'strings'); left > 0; left--) {
      const length = this.checked(this.uleb(), 1, 'bytes in a string');
      strings.push(this.bytes.toString('utf8', this.at, this.at + length));
      this.at += length;
    }
    return strings;
  }

  fail(problem: string): never {
    throw new ActionError(`${this.#name}: ${problem} (byte ${this.at} of ${this.bytes.length}).`, {
      remedy: 'The file is damaged or cut off: check that it was copied whole, or make it anew.',
    });
  }

  #need(count: number): void {
    if (count > this.left) this.fail('it ends too early');
  }
}
