const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * Cuts a stream of JSON objects written one after the other (what `go list -json` prints) into objects as the bytes
 * arrive, so that no string ever holds the whole output. Bytes between the objects must be white space.
 */
export class JsonObjectStream<T> {
  readonly #onObject: (object: T) => void;
  #pending: Buffer[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(onObject: (object: T) => void) {
    this.#onObject = onObject;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN) {
        this.#depth += 1;
      } else if (byte === CLOSE) {
        this.#depth -= 1;
        if (this.#depth <= 0) {
          this.#pending.push(chunk.subarray(start, i + 1));
          this.#emit();
          start = i + 1;
        }
      }
    }
    if (start < chunk.length) this.#pending.push(chunk.subarray(start));
  }

  /** Throws when the stream ended inside an object or with something that is no object. */
  end(): void {
    const rest = Buffer.concat(this.#pending).toString('utf8').trim();
    if (rest) throw new Error(`The JSON stream ended early, at ${JSON.stringify(rest.slice(-80))}.`);
  }

  #emit(): void {
    const text = Buffer.concat(this.#pending).toString('utf8');
    this.#pending = [];
    this.#depth = 0;
    this.#onObject(JSON.parse(text) as T);
  }
}
