/** What distinguishes one job from another in its ID token. */
export type JobIdentity = {
  /** `owner/name`. */
  readonly repository: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  readonly ref: string;
  readonly environment?: string;
  /** Repositories created or renamed since 2026-07-15 have their ids inside `sub` (GitHub docs, "OpenID Connect reference"). */
  readonly subject: 'classic' | 'immutable';
};

export const DEFAULT_IDENTITY: JobIdentity = {
  repository: 'octo/app',
  repositoryId: '424242',
  ownerId: '1717',
  ref: 'refs/heads/main',
  subject: 'classic',
};

/** `repo:O/R:…` or `repo:O@id/R@id:…`; colons inside values are written `%3A`, as GitHub does. */
export function subjectOf(identity: JobIdentity): string {
  const [owner = '', name = ''] = identity.repository.split('/');
  const repo =
    identity.subject === 'classic'
      ? `${owner}/${name}`
      : `${owner}@${identity.ownerId}/${name}@${identity.repositoryId}`;
  const context = identity.environment
    ? `environment:${identity.environment.replaceAll(':', '%3A')}`
    : `ref:${identity.ref}`;
  return `repo:${repo}:${context}`;
}

/** The claims of GitHub's ID token, all but `iss`, `aud` and the times. */
export function githubClaims(identity: JobIdentity): Record<string, string> {
  const workflow = `${identity.repository}/.github/workflows/release.yml@${identity.ref}`;
  return {
    sub: subjectOf(identity),
    repository: identity.repository,
    repository_id: identity.repositoryId,
    repository_owner: identity.repository.split('/')[0] ?? '',
    repository_owner_id: identity.ownerId,
    repository_visibility: 'private',
    ref: identity.ref,
    ref_type: identity.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: 'true',
    sha: '0123456789abcdef0123456789abcdef01234567',
    workflow: 'release',
    workflow_ref: workflow,
    workflow_sha: '0123456789abcdef0123456789abcdef01234567',
    job_workflow_ref: workflow,
    job_workflow_sha: '0123456789abcdef0123456789abcdef01234567',
    event_name: 'push',
    actor: 'gopher',
    actor_id: '7',
    run_id: '1',
    run_number: '1',
    run_attempt: '1',
    head_ref: '',
    base_ref: '',
    runner_environment: 'github-hosted',
    ...(identity.environment && { environment: identity.environment }),
  };
}
