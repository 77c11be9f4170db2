const LESS = Buffer.from('&lt;');
const AMPERSAND = Buffer.from('&amp;');
const UNPRINTABLE = Buffer.from('\ufffd');

/** What becomes of a byte of source in HTML content: itself (`undefined`), an entity, or nothing. */
const ESCAPES = Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x3c) return LESS;
  if (byte === 0x26) return AMPERSAND;
  if (byte === 0x0d) return Buffer.alloc(0);
  return (byte < 0x20 && byte !== 0x09 && byte !== 0x0a) || byte === 0x7f ? UNPRINTABLE : undefined;
});

/** Puts HTML together as bytes: sources are UTF-8 already, and a page is mostly sources. */
export class HtmlBytes {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #size = 0;

  /** Markup. */
  add(html: string): void {
    this.#reserve(html.length * 3);
    this.#size += this.#bytes.write(html, this.#size);
  }

  /** Text as content of an element. */
  addText(text: Buffer, from: number, to: number): void {
    this.#reserve((to - from) * 5);
    const bytes = this.#bytes;
    let size = this.#size;
    for (let at = from; at < to; at++) {
      const byte = text[at] ?? 0;
      const entity = ESCAPES[byte];
      if (entity === undefined) bytes[size++] = byte;
      else size += entity.copy(bytes, size);
    }
    this.#size = size;
  }

  /** A copy of what was added; starts anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#size));
    this.#size = 0;
    return taken;
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const more = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#size + count));
    this.#bytes.copy(more, 0, 0, this.#size);
    this.#bytes = more;
  }
}
