import type { HttpRequest } from '@go-actions/action-kit';

/** Something that a provider has handed out and that outlives the request; noted before anything else is done with it. */
export type Issued = {
  readonly registry: string;
  /** For people, with its article: `a Vault token`. */
  readonly what: string;
  /** Milliseconds since the epoch; `undefined`: nobody said. */
  readonly expiresAt?: number | undefined;
  /** The request that ends it before its time, where the provider has one. */
  readonly revocation?: HttpRequest | undefined;
};

/** An exchange whose end nobody has seen: what it may have issued is unknown to this job. */
export type Unanswered = { readonly registry: string };

/** `vault.test: a Vault token, which lives until 2026-11-30 12:00 UTC`. */
export function describeIssued({ registry, what, expiresAt }: Issued): string {
  return `${registry}: ${what}, which lives until ${formatEnd(expiresAt)}`;
}

/** What to say of something that lives on. */
export function describeAlive(issued: Issued, why: string): string {
  return `${describeIssued(issued)}: ${why}`;
}

export function describeUnanswered({ registry }: Unanswered): string {
  return `${registry}: an exchange got no usable answer. If it issued a credential all the same, that lives until its provider ends it.`;
}

export const NO_WAY_TO_END = 'its provider has no way to end it earlier.';

/** `2026-11-30 12:00 UTC`. */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function formatEnd(expiresAt: number | undefined): string {
  return expiresAt === undefined ? 'its provider ends it (it did not say when)' : formatTime(expiresAt);
}
