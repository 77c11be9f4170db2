import type { HttpRequest, HttpResponse, InputReader } from '@go-actions/action-kit';
import type { Issued } from '../revocation/issued.ts';
import type { Refusal } from './answer.ts';
import type { Claims } from './claims.ts';

export type Access = 'pull' | 'push';

/** What every entry has, whoever its provider is. */
export type LoginTarget = {
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
  /** Notes what the provider has issued and what outlives the answer: called where it first appears, before it is used. */
  issued(thing: Omit<Issued, 'registry'>): void;
};

/** What a provider gives in the end; `expiresAt` in milliseconds since the epoch, `undefined` when nobody said. */
export type Grant = {
  readonly username: string;
  readonly secret: string;
  readonly expiresAt: number | 'job' | undefined;
};

/** What clients get. `expiresAt` is `undefined` only for what ends with the job itself. */
export type Credential = {
  readonly username: string;
  readonly secret: string;
  readonly expiresAt?: number | undefined;
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
  read(input: InputReader, target: LoginTarget): Settings;
  /** For whom the ID token is; `undefined`: this provider needs none. Derived from the same fields as the destination. */
  audience(entry: LoginTarget & Settings): string | undefined;
  exchange(entry: LoginTarget & Settings, facts: ExchangeFacts): Conversation<Grant>;
  /** What to set up at the provider so that it trusts the repository of these claims; text to paste. */
  trust(entry: LoginTarget & Settings, claims: Claims): string;
  /** What a refusal means and how it is fixed; the first that fits is shown. */
  readonly hints: readonly Hint[];
};

export type Hint = readonly [fits: (refusal: Refusal) => boolean, fix: string];

/** Fits by the provider's own words. */
export const says =
  (pattern: RegExp) =>
  ({ words }: Refusal): boolean =>
    pattern.test(words);

/** Fits by the status of the answer. */
export const answers =
  (...statuses: readonly number[]) =>
  ({ status }: Refusal): boolean =>
    statuses.includes(status);
