import { fetchHttp, isDefaultBranchRun, type JobContext } from '@go-actions/action-kit';

/**
 * Whether an entry that was restored under this key can only be one that the default branch saved. A job of the default branch
 * is given no others. Other jobs see those of their own branch or pull request first, which its author may have written: the
 * list of the repository's entries says whether there is one (REST, "List GitHub Actions caches for a repository"; public
 * repositories, or `actions: read`). Returns why not, as a clause; `undefined` when it can.
 */
export async function explainDoubt(
  key: string,
  job: JobContext,
  token: string | undefined,
): Promise<string | undefined> {
  if (isDefaultBranchRun(job)) return undefined;
  if (job.defaultBranch === undefined) return 'the event does not name the default branch';
  const url = new URL(`${job.apiUrl}/repos/${job.repository}/actions/caches`);
  url.searchParams.set('key', key);
  url.searchParams.set('per_page', '100');
  try {
    const headers = {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const response = await fetchHttp({ url, headers, retry: RETRY, timeoutMs: 10_000 });
    if (response.status !== 200) {
      return `the list of the repository's cache entries answered ${response.status} (it needs \`actions: read\` in a private repository)`;
    }
    return judgeEntries(JSON.parse(response.body.toString('utf8')), key, `refs/heads/${job.defaultBranch}`);
  } catch {
    return "the list of the repository's cache entries could not be read";
  }
}

const RETRY = { attempts: 2, baseMs: 300, budgetMs: 10_000 } as const;

/** Every entry of exactly this key has to be the default branch's; a list that goes on behind its first page proves nothing. */
function judgeEntries(answer: unknown, key: string, ref: string): string | undefined {
  const { total_count: total, actions_caches: listed } = (answer ?? {}) as Record<string, unknown>;
  if (!Array.isArray(listed) || total !== listed.length) return 'the list of cache entries is not whole';
  const own = listed.filter((entry: { key?: unknown }) => entry?.key === key);
  if (own.length === 0) return 'no cache entry of the default branch holds it';
  const foreign = own.find((entry: { ref?: unknown }) => entry?.ref !== ref) as { ref?: unknown } | undefined;
  return foreign && `a cache entry of ${String(foreign.ref)} has its name`;
}
