import { ActionError, fetchDirectly, listMasks } from '@go-actions/action-kit';
import { type LockOptions, withLock } from '../../docker-config/io/lock.ts';
import { exchange, readIdentity, type World } from '../../providers/io/exchange.ts';
import { createIdTokens } from '../../providers/io/id-token.ts';
import { createSecrets, LIMITS, type Send, withoutSecrets } from '../../providers/io/send.ts';
import { parseEndpoint } from '../../registries/host.ts';
import { openLedger } from '../../revocation/io/ledger.ts';
import { createRevoker, endAll } from '../../revocation/io/revoke.ts';
import { isFresh } from '../freshness.ts';
import {
  type CachedCredential,
  cachePath,
  readCached,
  readSession,
  sessionPaths,
  writeCached,
} from './session.ts';

/** An exchange may use up its whole budget of retries, twice: for the ID token and at the provider. */
const EXCHANGE_LOCK: LockOptions = { staleMs: 180_000, waitMs: 150_000 };

const REVOKE_MS = 10_000;

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
    const ledger = openLedger(sessionPaths(folder).issued);
    try {
      const { idToken } = await readIdentity(entry, world);
      const credential = await exchange(entry, idToken, world, ledger);
      const renewed = { ...credential, registry, obtainedAt: world.now(), renewable: true };
      await writeCached(folder, renewed);
      return renewed;
    } catch (error) {
      await endAll(ledger, createRevoker(fetchDirectly, AbortSignal.timeout(REVOKE_MS))); // nobody will use it
      throw error;
    }
  });
}

function createWorld(actor: string, env: Environment): World {
  const now = () => Date.now();
  const secrets = createSecrets(maskOnStderr);
  const direct: Send = (request) => fetchDirectly({ ...request, ...LIMITS });
  const send = withoutSecrets(direct, secrets);
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
  if (token) secrets.hide(token);
  return {
    send,
    now,
    mask: secrets.hide,
    idTokens:
      url && token
        ? createIdTokens({ url: checkUrl(url), token }, { send, mask: secrets.hide, now })
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

/** As main does: the environment of the step that calls the client is its own. */
function checkUrl(url: string): string {
  try {
    return parseEndpoint(url);
  } catch (cause) {
    throw new ActionError('ACTIONS_ID_TOKEN_REQUEST_URL does not fit.', { cause });
  }
}

/** Clients pass a helper's standard error on to the step's, where the runner reads commands: before they get the secret. */
function maskOnStderr(secret: string): void {
  for (const text of listMasks(secret)) process.stderr.write(`::add-mask::${text.replaceAll('%', '%25')}\n`);
}
