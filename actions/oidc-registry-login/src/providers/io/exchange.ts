import { ActionError, type HttpOutcome, secretForms } from '@go-actions/action-kit';
import type { RegistryEntry } from '../../registries/entries.ts';
import type { Ledger } from '../../revocation/io/ledger.ts';
import { type Verified, type Verify, verify } from '../../verification/verify.ts';
import { RefusalError } from '../answer.ts';
import { CLOCK_SKEW_MS, type Claims, decodeClaims } from '../claims.ts';
import { PROVIDERS } from '../index.ts';
import { settleEnd } from '../lifetime.ts';
import type { Conversation, Credential, ExchangeFacts, Hint } from '../provider.ts';
import { refuseUnusable } from '../usable.ts';
import type { IdTokens } from './id-token.ts';
import type { Send } from './send.ts';

/** All that an exchange needs of the world; main and the credential helper each bring their own. */
export type World = Pick<ExchangeFacts, 'jobToken' | 'actor' | 'repository' | 'runId' | 'mask'> & {
  readonly send: Send;
  readonly idTokens: IdTokens;
  readonly now: () => number;
};

/** Drives a conversation: sends what it asks for, until it is done. */
export async function converse<T>(conversation: Conversation<T>, send: Send): Promise<T> {
  let step = conversation.next();
  while (!step.done) step = conversation.next(await send(step.value));
  return step.value;
}

/** The ID token for an entry's audience (empty where the provider needs none) and its claims. */
export async function readIdentity(
  entry: RegistryEntry,
  world: World,
): Promise<{ idToken: string; claims: Claims | undefined }> {
  const audience = PROVIDERS[entry.provider].audience(entry);
  if (audience === undefined) return { idToken: '', claims: undefined };
  const idToken = await world.idTokens(audience);
  return { idToken, claims: decodeClaims(idToken) };
}

/**
 * One credential, hidden in all its forms before it is returned; everything that is issued on the way is in the ledger at
 * once, whatever happens next. A refusal carries the provider's hint.
 */
export async function exchange(
  entry: RegistryEntry,
  idToken: string,
  world: World,
  ledger: Ledger,
): Promise<Credential> {
  const { registry } = entry;
  const provider = PROVIDERS[entry.provider];
  const { jobToken, actor, repository, runId, mask, now } = world;
  const facts: ExchangeFacts = {
    idToken,
    jobToken,
    actor,
    repository,
    runId,
    mask,
    now: now(),
    issued: (thing) => ledger.add({ ...thing, registry }),
  };
  try {
    const issue = await converseNoted(provider.exchange(entry, facts), world.send, () =>
      ledger.ask(registry),
    );
    for (const form of secretForms(issue.username, issue.secret)) mask(form);
    refuseUnusable(issue);
    const expiresAt = issue.expiresAt === 'job' ? undefined : settleEnd(issue.expiresAt, now());
    if (expiresAt !== undefined && expiresAt + CLOCK_SKEW_MS <= now()) {
      throw new ActionError('The credential has expired already.', {
        remedy: 'Check the clock of this runner.',
      });
    }
    return { username: issue.username, secret: issue.secret, expiresAt };
  } catch (error) {
    throw error instanceof RefusalError ? withHint(error, provider.hints) : error;
  }
}

/** What the registry says about a credential, with the provider's hint when it says no. */
export async function verifyLogin(
  entry: RegistryEntry,
  credential: Credential,
  level: Verify,
  world: World,
): Promise<Verified> {
  try {
    return await converse(verify(entry, credential, level, world.mask), world.send);
  } catch (error) {
    throw error instanceof RefusalError ? withHint(error, PROVIDERS[entry.provider].hints) : error;
  }
}

/**
 * As `converse`; each attempt at each request is open in the ledger until its answer is understood, because one that got lost
 * may have issued something all the same, whatever a later one brought.
 */
async function converseNoted<T>(
  conversation: Conversation<T>,
  send: Send,
  ask: () => { close(): void },
): Promise<T> {
  let step = conversation.next();
  while (!step.done) {
    let asked = ask();
    const onRetry = (last: HttpOutcome): void => {
      if ('response' in last ? last.response.status < 500 : neverArrived(last.error)) asked.close();
      asked = ask();
    };
    try {
      step = conversation.next(await send({ ...step.value, onRetry }));
      asked.close();
    } catch (error) {
      if (error instanceof RefusalError ? error.refusal.status < 500 : neverArrived(error)) asked.close();
      throw error;
    }
  }
  return step.value;
}

const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Nobody there to ask. A server's fault is another thing: what stands behind a gateway may have answered. */
function neverArrived(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (NEVER_ARRIVED.has((at as NodeJS.ErrnoException).code ?? '')) return true;
  return false;
}

/** Only what the provider said tells what it meant; our own words around it, a host's name among them, do not. */
function withHint(error: RefusalError, hints: readonly Hint[]): ActionError {
  const fix = hints.find(([fits]) => fits(error.refusal))?.[1];
  return fix ? new ActionError(error.message, { remedy: fix, cause: error.cause }) : error;
}
