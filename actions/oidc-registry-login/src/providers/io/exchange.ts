import { ActionError, describeError } from '@go-actions/action-kit';
import type { Entry } from '../../registries/entries.ts';
import { CLOCK_SKEW_MS, type Claims, decodeClaims } from '../claims.ts';
import { PROVIDERS } from '../index.ts';
import type { Conversation, Credential, ExchangeFacts } from '../provider.ts';
import { secretForms } from '../secret-forms.ts';
import type { IdTokens, Send } from './id-token.ts';

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
  entry: Entry,
  world: World,
): Promise<{ idToken: string; claims: Claims | undefined }> {
  const audience = PROVIDERS[entry.provider].audience(entry);
  if (audience === undefined) return { idToken: '', claims: undefined };
  const idToken = await world.idTokens(audience);
  return { idToken, claims: decodeClaims(idToken) };
}

/** One credential, hidden in all its forms before it is returned; a refusal carries the provider's hint. */
export async function exchange(entry: Entry, idToken: string, world: World): Promise<Credential> {
  const provider = PROVIDERS[entry.provider];
  const { jobToken, actor, repository, runId, mask } = world;
  const facts = { idToken, jobToken, actor, repository, runId, mask, now: world.now() };
  try {
    const credential = await converse(provider.exchange(entry, facts), world.send);
    for (const form of secretForms(credential.username, credential.secret)) mask(form);
    if (credential.expiresAt !== undefined && credential.expiresAt + CLOCK_SKEW_MS <= world.now()) {
      throw new ActionError('The credential has expired already.', {
        remedy: 'Check the clock of this runner.',
      });
    }
    return credential;
  } catch (error) {
    const message = describeError(error);
    const hint = provider.hints.find(([pattern]) => pattern.test(message))?.[1];
    throw hint ? new ActionError(message, { remedy: hint }) : error;
  }
}
