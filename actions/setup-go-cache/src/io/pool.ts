import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Job, type JobResult, runJob } from './pack-jobs.ts';

/** Threads that compress, decompress and write files; at most four, since beyond that the disk is the limit. */
export type Pool = Disposable & {
  run<J extends Job>(job: J): Promise<JobResult<J>>;
  /** Starts all threads now, so that they are up when the first bytes arrive; else each starts when there is work for it. */
  warmUp(): void;
};

const MAX_THREADS = 4;

export function startPool(threads = Math.min(MAX_THREADS, availableParallelism())): Pool {
  const script = workerScript();
  return script && threads > 1
    ? new ThreadPool(script, threads)
    : { run: runHere, warmUp: () => undefined, [Symbol.dispose]: () => undefined };
}

/** The worker is a bundle of its own beside the one that runs (or a source beside index.ts). */
function workerScript(): string | undefined {
  const entry = process.argv[1] ?? '';
  const script = join(dirname(entry), `pack-worker${extname(entry)}`);
  return existsSync(script) ? script : undefined;
}

async function runHere<J extends Job>(job: J): Promise<JobResult<J>> {
  return runJob(job) as JobResult<J>;
}

type Waiting = { resolve: (result: never) => void; reject: (error: Error) => void };
type Answer = { id: number; result?: unknown; error?: string };

class ThreadPool implements Pool {
  readonly #idle: Worker[] = [];
  readonly #all: Worker[] = [];
  readonly #queue: (() => void)[] = [];
  readonly #waiting = new Map<number, Waiting>();
  readonly #script: string;
  readonly #threads: number;
  #nextId = 1;

  constructor(script: string, threads: number) {
    this.#script = script;
    this.#threads = threads;
  }

  warmUp(): void {
    while (this.#all.length < this.#threads) this.#start();
  }

  run<J extends Job>(job: J): Promise<JobResult<J>> {
    return new Promise((resolve, reject) => {
      const start = () => {
        if (this.#idle.length === 0 && this.#all.length < this.#threads) this.#start();
        const worker = this.#idle.pop();
        if (!worker) return void this.#queue.push(start);
        const id = this.#nextId++;
        this.#waiting.set(id, { resolve, reject });
        worker.postMessage({ id, job });
      };
      start();
    });
  }

  [Symbol.dispose](): void {
    for (const worker of this.#all) worker.unref();
    for (const worker of this.#all) void worker.terminate();
  }

  #start(): void {
    const worker = new Worker(this.#script);
    this.#all.push(worker);
    this.#idle.push(worker);
    worker.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      this.#idle.push(worker);
      if (error === undefined) waiting?.resolve(result as never);
      else waiting?.reject(new Error(error));
      this.#queue.shift()?.();
    });
    worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error as Error);
      this.#waiting.clear();
    });
  }
}
