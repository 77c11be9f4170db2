import { describeError } from '@go-actions/action-kit';
import type { Send } from '../../providers/io/send.ts';
import { describeAlive, describeUnanswered, type Issued, NO_WAY_TO_END } from '../issued.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

export type Revocation = {
  readonly ended: readonly LedgerEntry[];
  /** Entries that may be tried again, and what to say of each: a credential lives on that should not. */
  readonly failed: readonly Alive[];
  /** What cannot be ended by anybody, or is unknown to this job. */
  readonly beyond: readonly Alive[];
};

export type Alive = { readonly entry: LedgerEntry; readonly sentence: string };

/** Revocation goes on when the job is cancelled, until `limit`: what it does not reach is said, and tried by post. */
export function createRevoker(send: Send, limit: AbortSignal): Send {
  const retry = { attempts: 3, baseMs: 200, budgetMs: 10_000 };
  return (request) => send({ ...request, timeoutMs: 10_000, retry, signal: limit, afterCancel: true });
}

/** Ends what this process has issued, and crosses out what has ended; what failed stays in the books for post. */
export async function endAll(ledger: Ledger, send: Send): Promise<Revocation> {
  const revocation = await revokeAll([...ledger.entries], send);
  for (const entry of revocation.ended) ledger.forget(entry);
  return revocation;
}

/** Ends everything in the books before its time. A 404 means that it is over already. Never throws. */
export async function revokeAll(entries: readonly LedgerEntry[], send: Send): Promise<Revocation> {
  const results = await Promise.all(entries.map((entry) => revoke(entry, send)));
  const of = (kind: Result['kind']) =>
    results.flatMap((result) =>
      result.kind === kind && 'sentence' in result
        ? [{ entry: result.entry, sentence: result.sentence }]
        : [],
    );
  return {
    ended: results.flatMap(({ entry, kind }) => (kind === 'ended' ? [entry] : [])),
    failed: of('failed'),
    beyond: of('beyond'),
  };
}

type Result = { readonly entry: LedgerEntry } & (
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed' | 'beyond'; readonly sentence: string }
);

async function revoke(entry: LedgerEntry, send: Send): Promise<Result> {
  if ('unanswered' in entry) return { entry, kind: 'beyond', sentence: describeUnanswered(entry.unanswered) };
  const { issued } = entry;
  if (!issued.revocation) return { entry, kind: 'beyond', sentence: describeAlive(issued, NO_WAY_TO_END) };
  const why = await tryRevoke(issued, send);
  return why === undefined
    ? { entry, kind: 'ended' }
    : { entry, kind: 'failed', sentence: describeAlive(issued, why) };
}

/** Why it did not work. */
async function tryRevoke({ revocation }: Issued, send: Send): Promise<string | undefined> {
  if (!revocation) return undefined;
  const { host } = new URL(revocation.url);
  try {
    const { status } = await send(revocation);
    return (status >= 200 && status < 300) || status === 404
      ? undefined
      : `${host} answered ${status} to its revocation.`;
  } catch (error) {
    return `${host} could not be asked to end it: ${describeError(error).replaceAll('\n', ' ')}`;
  }
}
