import { formatDuration } from '../units.ts';

/** A transfer may take longer than its limit only while it carries this much: 64 kB a second, in bytes a millisecond. */
const SLOWEST = 64;

/**
 * The time limit of one request, its body included: `ms`, and as long again as the bytes that went over the line take at
 * 64 kB/s. A service that drips cannot hold a job up, and a large file over a slow line still arrives.
 */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #started = performance.now();
  readonly #ms: number;
  #carried = 0;
  #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#ms = ms;
    this.#timer = setTimeout(() => this.#check(), ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  carry(bytes: number): void {
    this.#carried += bytes;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #check(): void {
    const elapsed = performance.now() - this.#started;
    const left = this.#ms + this.#carried / SLOWEST - elapsed;
    if (left > 0) this.#timer = setTimeout(() => this.#check(), Math.ceil(left));
    else this.#controller.abort(new Error(`There was no whole answer within ${formatDuration(elapsed)}.`));
  }
}
