import { type Job, loadState } from '@go-actions/action-kit';
import type { ServiceAddress } from '@go-actions/cache-service';
import { savePending } from './linters/io/lint-cache.ts';
import { type Pending, STATE } from './linters/pending.ts';

export { readServiceAddress as readInputs } from '@go-actions/cache-service';

/** Saves the linters that were built, and what they learned, for the next job. */
export async function post(service: ServiceAddress, _job: Job): Promise<void> {
  const pending = loadState<Pending[]>(STATE);
  if (!pending) return; // main failed early, or another lint-gate step of the job has something to save
  await savePending(service, pending);
}
