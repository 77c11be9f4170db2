/** Bytes that are kept to be compared with later ones; it grows as they come. */
export class ByteBank {
  /** Of all bytes; another one after each growth. */
  view: DataView;
  #bytes = Buffer.alloc(1 << 16);
  #size = 0;

  constructor() {
    this.view = viewOf(this.#bytes);
  }

  /** Keeps a copy of `bytes` between `from` and `to`; says where it begins. */
  store(bytes: Buffer, from: number, to: number): number {
    const start = this.#size;
    if (start + to - from > this.#bytes.length) {
      const more = Buffer.alloc(Math.max(this.#bytes.length * 2, start + to - from));
      this.#bytes.copy(more, 0, 0, start);
      this.#bytes = more;
      this.view = viewOf(more);
    }
    bytes.copy(this.#bytes, start, from, to);
    this.#size = start + to - from;
    return start;
  }

  holds(start: number, end: number, bytes: Buffer, from: number, to: number): boolean {
    return end - start === to - from && bytes.compare(this.#bytes, start, end, from, to) === 0;
  }
}

export const viewOf = (bytes: Buffer): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether `size` bytes are equal, four at a time: most of the bytes of a profile pass through here. Both must have them. */
export function equal(a: DataView, atA: number, b: DataView, atB: number, size: number): boolean {
  const last = size - 4;
  let i = 0;
  for (; i < last; i += 4) if (a.getInt32(atA + i, true) !== b.getInt32(atB + i, true)) return false;
  if (last >= 0) return a.getInt32(atA + last, true) === b.getInt32(atB + last, true);
  for (; i < size; i++) if (a.getUint8(atA + i) !== b.getUint8(atB + i)) return false;
  return true;
}
