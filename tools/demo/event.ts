/** The payload of an event, as far as workflows and actions read it (GitHub docs, "Webhook events and payloads"). */
export type Payload = Readonly<Record<string, unknown>>;

const NO_COMMIT = '0'.repeat(40);

/** A pull request from `head`, maybe of the repository `from`, into `main`; the checkout is the merge commit that GitHub makes of the two. */
export function pullRequestEvent(
  repository: string,
  commits: { base: string; head: string; merge: string },
  title: string,
  from = repository,
): Payload {
  const number = 7;
  const side = (ref: string, sha: string, full: string) => ({
    ref,
    sha,
    label: `${full.split('/')[0]}:${ref}`,
    repo: { ...describeRepository(full), fork: full !== repository },
  });
  return {
    action: 'synchronize',
    number,
    pull_request: {
      number,
      title,
      state: 'open',
      draft: false,
      merge_commit_sha: commits.merge,
      base: side('main', commits.base, repository),
      head: side('feature', commits.head, from),
    },
    ...sender(repository),
  };
}

/** The end of a red run that a pull request from a branch of the repository had started. */
export function finishedRunEvent(
  repository: string,
  run: { id: number; name: string; ref: string; sha: string },
): { readonly name: string; readonly payload: Payload } {
  const { id, name, ref, sha } = run;
  const payload = {
    action: 'completed',
    workflow_run: {
      ...{ id, name, event: 'pull_request', status: 'completed', conclusion: 'failure' },
      head_sha: sha,
      head_branch: ref,
      head_repository: { id: 1, ...describeRepository(repository) },
      pull_requests: [],
    },
    ...sender(repository),
  };
  return { name: 'workflow_run', payload };
}

/** A push that creates `ref` (`refs/tags/v0.2.0`) at `sha`. */
export function pushEvent(repository: string, ref: string, sha: string): Payload {
  const commit = { id: sha, message: 'a commit' };
  const change = { before: NO_COMMIT, after: sha, created: true, deleted: false, forced: false };
  return { ref, base_ref: null, ...change, head_commit: commit, commits: [], ...sender(repository) };
}

function sender(repository: string): Payload {
  return { repository: describeRepository(repository), sender: { login: 'gopher', type: 'User' } };
}

function describeRepository(repository: string): Payload {
  const [login = '', name = ''] = repository.split('/');
  return {
    full_name: repository,
    name,
    default_branch: 'main',
    private: false,
    fork: false,
    owner: { login },
  };
}
