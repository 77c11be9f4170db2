import { parentPort } from 'node:worker_threads';
import { type Job, runJob } from './io/pack-jobs.ts';

/** A thread of the pool in io/pool.ts: one message in, one message out. */
parentPort?.on('message', ({ id, job }: { id: number; job: Job }) => {
  try {
    parentPort?.postMessage({ id, result: runJob(job) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
