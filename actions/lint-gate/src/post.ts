import type { Job } from '@go-actions/action-kit';
import type { Inputs } from './inputs.ts';
import { saveLintCache } from './io/lint-cache.ts';

/** Saves the linters that were built, and what they learned, for the next job. */
export async function post(inputs: Inputs, _job: Job): Promise<void> {
  await saveLintCache(inputs.runner.service);
}
