import { rm } from 'node:fs/promises';
import {
  ActionError,
  type Conclusion,
  describeError,
  fetchHttp,
  group,
  info,
  type Job,
  mask,
  notice,
  printForeign,
  saveState,
  writeSummary,
} from '@go-actions/action-kit';
import { sessionPaths } from './credential-helper/io/session.ts';
import { listOverridden } from './docker-config/config.ts';
import { install, prepare, readUserConfig } from './docker-config/io/install.ts';
import { writePrivate } from './docker-config/io/private-file.ts';
import { uninstall } from './docker-config/io/uninstall.ts';
import type { Inputs } from './inputs.ts';
import { decodeClaims } from './providers/claims.ts';
import { exchange, readIdentity, verifyLogin, type World } from './providers/io/exchange.ts';
import { createIdTokens } from './providers/io/id-token.ts';
import { createSecrets, LIMITS, withoutSecrets } from './providers/io/send.ts';
import { type Attempt, loginsOf, refusalsOf } from './registries/attempt.ts';
import type { RegistryEntry } from './registries/entries.ts';
import { type LoginPlan, planLogin } from './registries/login-plan.ts';
import {
  describeLogin,
  renderColumns,
  renderRows,
  renderSummary,
  renderTrust,
  renderTrustText,
} from './report.ts';
import { type Ledger, openLedger } from './revocation/io/ledger.ts';
import { createRevoker, endAll } from './revocation/io/revoke.ts';
import { describeIssued } from './revocation/issued.ts';
import { type SavedState, STATE } from './state.ts';
import type { Verify } from './verification/verify.ts';

export { readInputs } from './inputs.ts';

/** Exchanges the job's identity at every registry at once; writes the credentials only when all of them said yes. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const { context, signal } = job;
  const world = createWorld(inputs, job);
  const plan = planLogin(inputs.entries, {
    hasIdToken: inputs.idTokenEndpoint !== undefined,
    onMissing: inputs.onMissingOidc,
    job: context,
  });
  if (plan.skip.length > 0)
    notice(`No OIDC token in this job: no login to ${plan.skip.map(({ registry }) => registry).join(', ')}.`);
  if (inputs.dryRun) return rehearse(plan.login, world);
  refuseOverridden(plan.login, inputs.user.authVariable);
  const userConfig = await readUserConfig(inputs.user);
  const state = await prepare(inputs, context.temp);
  const { folder } = state;
  const ledger = openLedger(sessionPaths(folder).issued);

  const attempts = await tryAll(plan, inputs.verify, world, ledger);
  const refusals = refusalsOf(attempts);
  const issued = ledger.entries.flatMap((entry) => ('issued' in entry ? describeIssued(entry.issued) : []));
  saveState(STATE, { ...state, issued });
  try {
    signal.throwIfAborted();
    // Half a login would look like a whole one to the next step: all of them, or nothing is written.
    if (refusals.length === 0) {
      const { actor } = context;
      await install(folder, loginsOf(attempts), { inputs, userConfig, actor, now: world.now() });
    }
  } catch (error) {
    return {
      failure: [describeError(error), ...(await takeBack(state, ledger, signal))].join('\n'),
    };
  }
  const alive = refusals.length > 0 ? await takeBack(state, ledger, signal) : [];
  printForeign(renderColumns(renderRows(attempts)));
  writeSummary(renderSummary(attempts, alive));
  if (refusals.length > 0) return { failure: [describeLogin(attempts), ...refusals, ...alive].join('\n') };
  info(describeLogin(attempts));
  return undefined;
}

/** A login that docker would pass over is none: later steps would go on as somebody else. */
function refuseOverridden(login: LoginPlan['login'], variable: string | undefined): void {
  const registries = login.map(({ registry }) => registry);
  const overridden = variable === undefined ? [] : listOverridden(variable, registries);
  if (overridden.length === 0) return;
  throw new ActionError(
    `DOCKER_AUTH_CONFIG holds a login to ${overridden.join(', ')}, which docker prefers to every config file.`,
    { remedy: 'Take the host out of that variable, or out of `registries`.' },
  );
}

/** Revocation has time of its own; a cancelled job leaves less than two seconds, and post tries again. */
const TAKE_BACK_MS = { cancelled: 1_200, failed: 20_000 };

/**
 * Ends what was issued and removes what was written; says what lives on. What could not be ended stays in the folder, for
 * post to try again.
 */
async function takeBack(state: SavedState, ledger: Ledger, signal: AbortSignal): Promise<string[]> {
  const { folder } = state;
  const limit = AbortSignal.timeout(signal.aborted ? TAKE_BACK_MS.cancelled : TAKE_BACK_MS.failed);
  const { failed, beyond } = await endAll(ledger, createRevoker(fetchHttp, limit));
  for (const { entry } of beyond) ledger.forget(entry); // said below; post could do no more
  const kept = await uninstall(state);
  if (failed.length + kept.length > 0) await writePrivate(sessionPaths(folder).concluded, '');
  else {
    saveState(STATE, null);
    await rm(folder, { recursive: true, force: true });
  }
  const alive = [...failed, ...beyond].map(({ sentence }) => sentence);
  return [...new Set([...alive, ...kept])]; // each try of one exchange says the same
}

async function tryAll(
  { login, skip }: LoginPlan,
  level: Verify,
  world: World,
  ledger: Ledger,
): Promise<Attempt[]> {
  const title = `Log in to ${login.map(({ registry }) => registry).join(', ') || 'nothing'}`;
  const tried = await group(title, () =>
    Promise.all(login.map((entry) => attempt(entry, level, world, ledger))),
  );
  return [...tried, ...skip.map((entry) => ({ entry, outcome: 'skipped' as const }))];
}

/** Everything that an exchange needs of the world; the request token is hidden before anything else happens. */
function createWorld(inputs: Inputs, { context }: Job): World {
  const secrets = createSecrets(mask);
  if (inputs.idTokenEndpoint) secrets.hide(inputs.idTokenEndpoint.token);
  if (inputs.jobToken) secrets.hide(inputs.jobToken);
  const send = withoutSecrets((request) => fetchHttp({ ...request, ...LIMITS }), secrets);
  const now = () => Date.now();
  return {
    send,
    now,
    mask: secrets.hide,
    idTokens: inputs.idTokenEndpoint
      ? createIdTokens(inputs.idTokenEndpoint, { send, mask: secrets.hide, now })
      : () => Promise.reject(new ActionError('This job gets no OIDC token.')),
    jobToken: inputs.jobToken,
    actor: context.actor,
    repository: context.repository,
    runId: context.runId,
  };
}

async function attempt(entry: RegistryEntry, level: Verify, world: World, ledger: Ledger): Promise<Attempt> {
  const started = world.now();
  let idToken = '';
  try {
    idToken = (await readIdentity(entry, world)).idToken;
    const credential = await exchange(entry, idToken, world, ledger);
    const verified = await verifyLogin(entry, credential, level, world);
    info(`${entry.registry}: exchanged in ${world.now() - started} ms.`);
    return { entry, outcome: 'done', credential, verified, ms: world.now() - started };
  } catch (error) {
    const claims = idToken ? decodeClaims(idToken) : undefined;
    return { entry, outcome: 'failed', reason: describeError(error), claims, ms: world.now() - started };
  }
}

/** A dry run: asks GitHub only, and shows what each provider would have to trust. */
async function rehearse(entries: readonly RegistryEntry[], world: World): Promise<Conclusion> {
  const parts = [`### Dry run: no token was exchanged, nothing was written\n\n`];
  for (const entry of entries) {
    const { claims } = await readIdentity(entry, world);
    printForeign(renderTrustText(entry, claims));
    parts.push(`**${entry.registry}** (${entry.provider})\n\n${renderTrust(entry, claims)}\n`);
  }
  writeSummary(parts.join(''));
  return undefined;
}
