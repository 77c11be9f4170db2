import { parentPort } from 'node:worker_threads';
import { type Job, runJob } from './io/pack-jobs.ts';

/** A thread of the pool in io/pool.ts: one message in, one message out. */
parentPort?.on('message', (job: Job) => {
  try {
    parentPort?.postMessage({ result: runJob(job) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
