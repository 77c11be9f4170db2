import { ActionError } from '@go-actions/action-kit';
import { type LockOptions, withLock } from '../../docker-config/io/lock.ts';
import { exchange, readIdentity, type World } from '../../providers/io/exchange.ts';
import { createIdTokens } from '../../providers/io/id-token.ts';
import { isFresh } from '../freshness.ts';
import { createDirectSend } from './direct-http.ts';
import { type CachedCredential, cachePath, readCached, readSession, writeCached } from './session.ts';

/** An exchange may use up its whole budget of retries, twice: for the ID token and at the provider. */
const EXCHANGE_LOCK: LockOptions = { staleMs: 180_000, waitMs: 150_000 };

type Environment = Readonly<Record<string, string | undefined>>;

/** Exchanges anew, once for all clients that ask at the same time, and remembers the result. */
export async function renew(folder: string, registry: string, env: Environment): Promise<CachedCredential> {
  return withLock(`${cachePath(folder, registry)}.lock`, EXCHANGE_LOCK, async () => {
    const session = await readSession(folder);
    const entry = session?.entries.find((candidate) => candidate.registry === registry);
    const cached = await readCached(folder, registry);
    if (!session || !entry) throw new ActionError(`${registry} is not a registry of this login.`);
    if (cached && isFresh(cached, Date.now())) return cached; // another client was faster
    const world = createWorld(session.actor, env);
    const { idToken } = await readIdentity(entry, world);
    const { revocation, ...credential } = await exchange(entry, idToken, world);
    const revocations = [...(cached?.revocations ?? []), ...(revocation ? [revocation] : [])];
    const renewed = { ...credential, registry, obtainedAt: world.now(), revocations };
    await writeCached(folder, renewed);
    return renewed;
  });
}

function createWorld(actor: string, env: Environment): World {
  const now = () => Date.now();
  const send = createDirectSend(now, Math.random);
  // What a helper prints goes to its client alone, so nothing has to be hidden from a log.
  const mask = (secret: string) => secret;
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
  return {
    send,
    now,
    mask,
    idTokens:
      url && token
        ? createIdTokens({ url, token }, { send, mask, now })
        : () =>
            Promise.reject(
              new ActionError(
                'This process has no OIDC token: ACTIONS_ID_TOKEN_REQUEST_URL is not in its environment.',
              ),
            ),
    jobToken: undefined,
    actor,
    repository: env.GITHUB_REPOSITORY ?? '',
    runId: env.GITHUB_RUN_ID ?? '',
  };
}
