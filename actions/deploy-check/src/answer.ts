import { isCertificateError } from '@go-actions/action-kit';

/** What a request came to; `ms` is from its start to the end of the body. */
export type Outcome = Answer | Failure;

export type Answer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As much of it as is read, at most `BODY_LIMIT` bytes. */
  readonly body: string;
  /** Whether that is all of it, in a form that can be read. */
  readonly isWhole: boolean;
  readonly ms: number;
  readonly peer: Peer;
};

/** Who answered: its address, and what its certificate says. */
export type Peer = {
  readonly address: string;
  /** The proxy that the answer came through, when it is one that it may have written itself. */
  readonly proxy?: string;
  readonly tls?: { readonly protocol: string; readonly issuer: string; readonly validTo: string };
};

export type Failure = { readonly kind: Trouble; readonly reason: string; readonly ms: number };

export const isAnswer = (outcome: Outcome): outcome is Answer => 'status' in outcome;

export type Trouble = 'not listening' | 'unhealthy' | 'wrong version' | 'timeout';

/** More of a health answer than this is not read. */
export const BODY_LIMIT = 256 * 1024;

const REASONS: Readonly<Record<string, readonly [Trouble, string]>> = {
  ECONNREFUSED: ['not listening', 'the connection is refused'],
  ENOTFOUND: ['not listening', 'the name does not resolve'],
  EAI_AGAIN: ['not listening', 'the name does not resolve at the moment'],
  EHOSTUNREACH: ['not listening', 'there is no way to the host'],
  ENETUNREACH: ['not listening', 'there is no way to the network'],
  ECONNRESET: ['not listening', 'the connection was closed before the end of an answer'],
  EPIPE: ['not listening', 'the connection was closed before the end of an answer'],
  ETIMEDOUT: ['timeout', 'the connection was not accepted in time'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['unhealthy', 'its certificate is for another name'],
  CERT_HAS_EXPIRED: ['unhealthy', 'its certificate has expired'],
  CERT_NOT_YET_VALID: ['unhealthy', 'its certificate is not valid yet'],
  ERR_PROXY_TUNNEL: ['not listening', 'the proxy gave no way to it'],
};

/** Names what a failed request means (error codes of Node's net, dns and tls); `addresses` are those that were tried. */
export function explainFailure(
  code: string,
  message: string,
  addresses: readonly string[] = [],
): { kind: Trouble; reason: string } {
  const untrusted = `its certificate is not trusted (${code})`;
  const [kind, reason] = REASONS[code] ?? ['unhealthy', isCertificateError(code) ? untrusted : message];
  return { kind, reason: addresses.length > 0 ? `${reason} at ${addresses.join(' and ')}` : reason };
}
