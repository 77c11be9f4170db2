import type { Claims } from '../providers/claims.ts';
import type { Credential } from '../providers/provider.ts';
import type { Verified } from '../verification/verify.ts';
import type { RegistryEntry } from './entries.ts';

/** How the login to one registry went. */
export type Attempt = { readonly entry: RegistryEntry } & (
  | {
      readonly outcome: 'done';
      readonly credential: Credential;
      readonly verified: Verified;
      readonly ms: number;
    }
  | {
      readonly outcome: 'failed';
      readonly reason: string;
      readonly claims: Claims | undefined;
      readonly ms: number;
    }
  | { readonly outcome: 'skipped' }
);

export type Login = {
  readonly registry: string;
  readonly entry: RegistryEntry;
  readonly credential: Credential;
};

export function loginsOf(attempts: readonly Attempt[]): Login[] {
  return attempts.flatMap((attempt) =>
    attempt.outcome === 'done'
      ? [{ registry: attempt.entry.registry, entry: attempt.entry, credential: attempt.credential }]
      : [],
  );
}

/** What each refusing registry said, one for each. */
export function refusalsOf(attempts: readonly Attempt[]): string[] {
  return attempts.flatMap((attempt) =>
    attempt.outcome === 'failed' ? [`${attempt.entry.registry}: ${attempt.reason}`] : [],
  );
}

/** When the first of the credentials ends, in milliseconds since the epoch; `undefined`: none does before the job. */
export function firstExpiry(logins: readonly Login[]): number | undefined {
  const ends = logins.flatMap(({ credential }) => credential.expiresAt ?? []);
  return ends.length > 0 ? Math.min(...ends) : undefined;
}
