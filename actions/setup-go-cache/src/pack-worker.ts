import { parentPort } from 'node:worker_threads';
import { type PackJob, runPackJob } from './pack/io/jobs.ts';

/** A thread of the pool in io/pool.ts: one message in, one message out. */
parentPort?.on('message', (job: PackJob) => {
  try {
    parentPort?.postMessage({ result: runPackJob(job) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
