import { isDefaultBranchRun, type JobContext } from '@go-actions/action-kit';
import { listEntries } from '@go-actions/cache-service';

/**
 * Whether an entry that was restored under this key can only be one that the default branch saved. A job of the default branch
 * is given no others. Other jobs see those of their own branch or pull request first, which its author may have written: each
 * entry of the key has to be the default branch's, and a list that goes on behind its first page proves nothing. Stricter than
 * the cache service's own judgement, which leaves out refs that GitHub gives to nobody else: what is restored here is run.
 * Returns why not, as a clause; `undefined` when it can.
 */
export async function explainDoubt(
  key: string,
  job: JobContext,
  token: string | undefined,
): Promise<string | undefined> {
  if (isDefaultBranchRun(job)) return undefined;
  if (job.defaultBranch === undefined) return 'the event does not name the default branch';
  const listing = await listEntries(key, job, token);
  if ('reason' in listing) return listing.reason;
  const { refs, total, listed } = listing;
  if (total !== listed) return 'the list of cache entries is not whole';
  if (refs.length === 0) return 'no cache entry of the default branch holds it';
  const foreign = refs.find((ref) => ref !== `refs/heads/${job.defaultBranch}`);
  return foreign && `a cache entry of ${foreign} has its name`;
}
