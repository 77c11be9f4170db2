/** One wire for all connections: each transfer waits until the bytes before it and its own have passed. */
export class Wire {
  #freeAt = 0;

  async carry(bytes: number, bytesPerSecond: number): Promise<void> {
    if (bytesPerSecond <= 0) return;
    this.#freeAt = Math.max(performance.now(), this.#freeAt) + (bytes / bytesPerSecond) * 1_000;
    const wait = this.#freeAt - performance.now();
    // Timers are late by about a millisecond: shorter waits are left to add up.
    if (wait > 2) await new Promise((resolve) => setTimeout(resolve, wait - 1));
  }
}
