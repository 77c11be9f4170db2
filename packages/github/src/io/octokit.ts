import type { getOctokit } from '@actions/github';
import { fetchFor, type GitHubOptions } from './fetch.ts';

export type Octokit = ReturnType<typeof getOctokit>;

/**
 * The toolkit's client for the API, on the kit's HTTP. Missing there: time limits, retries, rate limits, Go's NO_PROXY, a
 * bound for answers, and that no page or upload on another host is sent the token. It is loaded by the first call: the
 * remark keeps it in the one file that a bundle is.
 */
export async function loadOctokit(options: GitHubOptions): Promise<Octokit> {
  const { getOctokit: open } = await import(/* webpackMode: "eager" */ '@actions/github');
  return open(options.token, {
    baseUrl: options.apiUrl.replace(/\/+$/, ''),
    userAgent: 'go-actions',
    request: { fetch: fetchFor(options, {}), redirect: 'manual' },
  });
}
