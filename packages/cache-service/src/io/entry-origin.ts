import { isDefaultBranchRun, type JobContext } from '@go-actions/action-kit';
import { type EntryListing, listEntries } from './entry-listing.ts';

/** Why an entry that was restored may not be the default branch's, as a clause. */
export type Doubt = {
  readonly reason: string;
  /** There is an entry of this key that the default branch did not save, and that this job may have been given. */
  readonly planted: boolean;
};

/**
 * Whether an entry that was restored under this key can only be one that the default branch saved: `undefined` when it can.
 * A job of the default branch is given no others. Other jobs see those of their own branch or pull request first, which its
 * author may have written, and service v2 does not say whose an entry is: the list of the repository's entries does (REST,
 * "List GitHub Actions caches for a repository"; public repositories, or `actions: read`).
 */
export async function explainDoubt(
  key: string,
  job: JobContext,
  token: string | undefined,
): Promise<Doubt | undefined> {
  if (isDefaultBranchRun(job)) return undefined;
  const unknown = (reason: string): Doubt => ({ reason, planted: false });
  if (job.defaultBranch === undefined) return unknown('the event does not name the default branch');
  const listing = await listEntries(key, job, token);
  return 'reason' in listing ? unknown(listing.reason) : judgeListing(listing, job);
}

function judgeListing({ refs, total, listed }: EntryListing, job: JobContext): Doubt | undefined {
  const own = `refs/heads/${job.defaultBranch}`;
  const foreign = refs.find((ref) => ref !== own && !isOutOfReach(ref, job));
  if (foreign !== undefined) return { reason: `a cache entry of ${foreign} has its name`, planted: true };
  // A key is listed with all that begin with it: so many are nobody's but somebody's who wants to hide one.
  if (total !== listed)
    return { reason: `${total} cache entries have its name or begin with it`, planted: true };
  return refs.length > 0
    ? undefined
    : { reason: 'no cache entry of the default branch holds it', planted: false };
}

/** Another pull request's entries are given to nobody else (docs, "Restrictions for accessing a cache"). */
function isOutOfReach(ref: string, { ref: own, eventName }: JobContext): boolean {
  const isKnown = own.startsWith('refs/pull/') || !eventName.startsWith('pull_request');
  return isKnown && ref.startsWith('refs/pull/') && ref !== own;
}
