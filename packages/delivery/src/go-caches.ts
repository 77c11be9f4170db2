import { join } from 'node:path';

/**
 * Go's caches for what is published, as variables: an earlier job on the same disk, or a pull request's saved cache, may have
 * poisoned the job's usual ones. They are below RUNNER_TEMP, which the runner empties before each job, so that the steps of one
 * job share them.
 */
export const ownGoCaches = (temp: string): Readonly<Record<'GOCACHE' | 'GOMODCACHE', string>> => ({
  GOCACHE: join(temp, 'delivery-go', 'build'),
  GOMODCACHE: join(temp, 'delivery-go', 'mod'),
});
