const LONGEST_NAME = 4_096;

/** Reads numbers and names at offsets; anything outside the file is a RangeError, whatever a hostile header claims. */
export class ByteReader {
  readonly length: number;
  readonly #view: DataView;
  readonly #littleEndian: boolean;

  constructor(bytes: Buffer, littleEndian: boolean) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = littleEndian;
    this.length = bytes.length;
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, this.#littleEndian);
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, this.#littleEndian);
  }

  /** As a number: offsets above 2^53 are outside any file and fail at their use. */
  u64(offset: number): number {
    return Number(this.#view.getBigUint64(offset, this.#littleEndian));
  }

  /** A name that ends with a zero byte or at `limit` bytes. */
  name(offset: number, limit = LONGEST_NAME): string {
    const codes: number[] = [];
    for (let at = offset; codes.length < limit; at++) {
      const code = this.#view.getUint8(at);
      if (code === 0) break;
      codes.push(code);
    }
    return Buffer.from(codes).toString('utf8');
  }
}
