import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type PackJob, type PackResult, runPackJob } from './jobs.ts';

/** Threads that compress, decompress and write files; at most four, since beyond that the disk is the limit. */
export type Pool = Disposable & {
  run<J extends PackJob>(job: J): Promise<PackResult<J>>;
  /** Starts all threads now, so that they are up when the first bytes arrive; else each starts when there is work for it. */
  warmUp(): void;
};

const MAX_THREADS = 4;

export function startPool(
  script = workerScript(),
  threads = Math.min(MAX_THREADS, availableParallelism()),
): Pool {
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

async function runHere<J extends PackJob>(job: J): Promise<PackResult<J>> {
  return runPackJob(job) as PackResult<J>;
}

type Task = {
  readonly job: PackJob;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
};
type Answer = { readonly result?: unknown; readonly error?: string };

/** Each thread has one job at a time. One that dies (of too little memory, say) takes only its own job along. */
class ThreadPool implements Pool {
  readonly #script: string;
  readonly #size: number;
  readonly #threads = new Set<Worker>();
  readonly #busy = new Map<Worker, Task>();
  readonly #queue: Task[] = [];

  constructor(script: string, size: number) {
    this.#script = script;
    this.#size = size;
  }

  warmUp(): void {
    while (this.#threads.size < this.#size) this.#start();
  }

  run<J extends PackJob>(job: J): Promise<PackResult<J>> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      this.#next();
    });
  }

  [Symbol.dispose](): void {
    for (const thread of this.#threads) thread.unref();
    for (const thread of this.#threads) void thread.terminate();
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const idle = [...this.#threads].find((thread) => !this.#busy.has(thread));
    const thread = idle ?? (this.#threads.size < this.#size ? this.#start() : undefined);
    const task = thread && this.#queue.shift();
    if (!task) return;
    this.#busy.set(thread, task);
    thread.postMessage(task.job);
  }

  #start(): Worker {
    const thread = new Worker(this.#script);
    this.#threads.add(thread);
    thread.on('message', ({ result, error }: Answer) => {
      const task = this.#take(thread);
      if (error === undefined) task?.resolve(result as never);
      else task?.reject(new Error(error));
      this.#next();
    });
    thread.on('error', (error) => {
      this.#threads.delete(thread);
      this.#take(thread)?.reject(error as Error);
      this.#next();
    });
    return thread;
  }

  #take(thread: Worker): Task | undefined {
    const task = this.#busy.get(thread);
    this.#busy.delete(thread);
    return task;
  }
}
