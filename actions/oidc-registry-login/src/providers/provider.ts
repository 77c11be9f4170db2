import type { HttpRequest, HttpResponse, InputReader } from '@go-actions/action-kit';
import type { Claims } from './claims.ts';

export type Access = 'pull' | 'push';

/** What every entry has, whoever its provider is. */
export type Target = {
  /** `host[:port]`, canonical. */
  readonly registry: string;
  readonly access: Access;
  /** What the credential is for; empty means everything that its identity may do. */
  readonly repositories: readonly string[];
  /** Takes the place of the provider's own base URL. */
  readonly endpoint?: string | undefined;
};

/** What the job brings to an exchange. */
export type ExchangeFacts = {
  /** Empty for a provider without an audience. */
  readonly idToken: string;
  readonly jobToken: string | undefined;
  readonly actor: string;
  readonly repository: string;
  readonly runId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Hides a secret from now on, and returns it: called where a secret first appears. */
  mask(secret: string): string;
};

export type Credential = {
  readonly username: string;
  readonly secret: string;
  /** Milliseconds since the epoch; `undefined`: as long as the job. */
  readonly expiresAt?: number | undefined;
  /** The request that ends this credential before its time, where the provider has one. */
  readonly revocation?: HttpRequest;
};

/**
 * Requests out, responses in, a result at the end. A provider never sends anything itself, so its protocol is pinned by a
 * table, and the one who drives it owns retries, proxies and time-outs.
 */
export type Conversation<T> = Generator<HttpRequest, T, HttpResponse>;

/** One kind of registry; a new one is a new file beside this one and a row in `index.ts`. */
export type Provider<Settings extends object = object> = {
  /** The keys of an entry, beside those that every entry has. */
  readonly keys: readonly string[];
  /** Whether hosts of this form are its own: then `provider` need not be given. */
  owns(host: string): boolean;
  /** Reads its keys; complains with the reader. */
  read(input: InputReader, target: Target): Settings;
  /** For whom the ID token is; `undefined`: this provider needs none. Derived from the same fields as the destination. */
  audience(entry: Target & Settings): string | undefined;
  exchange(entry: Target & Settings, facts: ExchangeFacts): Conversation<Credential>;
  /** What to set up at the provider so that it trusts the repository of these claims; text to paste. */
  trust(entry: Target & Settings, claims: Claims): string;
  /** What a refusal means and how it is fixed, by the provider's own words. */
  readonly hints: readonly (readonly [RegExp, string])[];
};
