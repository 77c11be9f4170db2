import { ActionError, type JobContext } from '@go-actions/action-kit';
import { PROVIDERS } from '../providers/index.ts';
import type { RegistryEntry } from './entries.ts';

export const ON_MISSING_OIDC = ['error', 'skip'] as const;
export type OnMissingOidc = (typeof ON_MISSING_OIDC)[number];

export type LoginPlan = { readonly login: readonly RegistryEntry[]; readonly skip: readonly RegistryEntry[] };

/** Which entries can be logged in to: without an ID token only those whose provider needs none. */
export function planLogin(
  entries: readonly RegistryEntry[],
  { hasIdToken, onMissing, job }: { hasIdToken: boolean; onMissing: OnMissingOidc; job: JobContext },
): LoginPlan {
  const needsToken = (entry: RegistryEntry) => PROVIDERS[entry.provider].audience(entry) !== undefined;
  const skip = hasIdToken ? [] : entries.filter(needsToken);
  if (skip.length > 0 && onMissing === 'error') throw missingOidc(job);
  return { login: entries.filter((entry) => !skip.includes(entry)), skip };
}

/** The most frequent first mistake, answered with what to add. */
function missingOidc(job: JobContext): ActionError {
  const remedy = isUntrusted(job)
    ? 'Pull requests from forks and from Dependabot never get one. Set `on-missing-oidc: skip` to let them pass without a login.'
    : 'Add to the job (a reusable workflow: also to the job that calls it):\n  permissions:\n    id-token: write';
  return new ActionError('This job gets no OIDC token from GitHub.', { remedy });
}

type Head = { readonly repo?: { readonly id?: unknown } | null };

/**
 * Whether the pull request comes from another repository: `fork` of the payload says what the head repository is, which is
 * true for its own branches, too. A head repository that is gone (`null`) was another one.
 */
function isUntrusted({ event, actor }: JobContext): boolean {
  if (actor === 'dependabot[bot]') return true;
  const { head, base } = (event.pull_request ?? {}) as { head?: Head; base?: Head };
  if (head?.repo === null) return true;
  return head?.repo?.id !== undefined && head.repo.id !== base?.repo?.id;
}
