import { fetchHttp, type JobContext } from '@go-actions/action-kit';

/** Whose entries have a key: what the repository's list of cache entries says. */
export type EntryListing = {
  /** Refs of the entries of exactly this key, `refs/heads/main` or `refs/pull/7/merge`. */
  readonly refs: readonly string[];
  /** How many entries begin with the key, and how many of them the answer holds. */
  readonly total: number;
  readonly listed: number;
};

/**
 * Asks for the entries of a key (REST, "List GitHub Actions caches for a repository": public repositories, or `actions: read`);
 * service v2 does not say whose an entry is. A clause says why there is no answer.
 */
export async function listEntries(
  key: string,
  job: Pick<JobContext, 'apiUrl' | 'repository'>,
  token: string | undefined,
): Promise<EntryListing | { readonly reason: string }> {
  const url = new URL(`${job.apiUrl}/repos/${job.repository}/actions/caches`);
  url.searchParams.set('key', key);
  url.searchParams.set('per_page', '100');
  try {
    const headers = {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const { status, body } = await fetchHttp({ url, headers, retry: RETRY, timeoutMs: 10_000 });
    if (status !== 200) {
      const need = 'it needs `actions: read` in a private repository';
      return { reason: `the list of the repository's cache entries answered ${status} (${need})` };
    }
    return readListing(JSON.parse(body.toString('utf8')), key);
  } catch {
    return { reason: "the list of the repository's cache entries could not be read" };
  }
}

const RETRY = { attempts: 2, baseMs: 300, budgetMs: 10_000 } as const;

function readListing(answer: unknown, key: string): EntryListing | { readonly reason: string } {
  const { total_count: total, actions_caches: listed } = (answer ?? {}) as Record<string, unknown>;
  if (!Array.isArray(listed) || typeof total !== 'number')
    return { reason: "the list of the repository's cache entries is none" };
  const refs = listed.flatMap((entry: { key?: unknown; ref?: unknown } | null) =>
    entry?.key === key ? [String(entry.ref)] : [],
  );
  return { refs, total, listed: listed.length };
}
