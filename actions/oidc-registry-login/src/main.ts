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
  writeSummary,
} from '@go-actions/action-kit';
import type { DockerConfig } from './docker-config/config.ts';
import { install, readUserConfig } from './docker-config/io/install.ts';
import type { Inputs } from './inputs.ts';
import { decodeClaims } from './providers/claims.ts';
import { converse, exchange, readIdentity, type World } from './providers/io/exchange.ts';
import { createIdTokens, type Send } from './providers/io/id-token.ts';
import { revokeAll } from './providers/io/revoke.ts';
import { type Attempt, type Login, loginsOf, refusalsOf, revocationsOf } from './registries/attempt.ts';
import type { Entry } from './registries/entries.ts';
import { type LoginPlan, planLogin } from './registries/login-plan.ts';
import {
  describeLogin,
  renderColumns,
  renderRows,
  renderSummary,
  renderTrust,
  renderTrustText,
} from './report.ts';
import { type Verify, verify } from './verification/verify.ts';

export { readInputs } from './inputs.ts';

const ANSWER_LIMIT = 1024 * 1024;

/** Exchanges the job's identity at every registry at once; writes the credentials only when all of them said yes. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const world = createWorld(inputs, job);
  const plan = planLogin(inputs.entries, {
    hasIdToken: inputs.idTokenEndpoint !== undefined,
    onMissing: inputs.onMissingOidc,
    job: job.context,
  });
  if (plan.skip.length > 0)
    notice(`No OIDC token in this job: no login to ${plan.skip.map(({ registry }) => registry).join(', ')}.`);
  if (inputs.dryRun) return rehearse(plan.login, world);
  const userConfig = await readUserConfig(inputs.user);

  const attempts = await tryAll(plan, inputs.verify, world);
  const logins = loginsOf(attempts);
  const refusals = refusalsOf(attempts);
  // Half a login would look like a whole one to the next step: nothing is written, what was issued is ended.
  if (refusals.length > 0) await revokeAll(revocationsOf(logins), world.send);
  else await keep(logins, inputs, userConfig, world, job);

  printForeign(renderColumns(renderRows(attempts)));
  writeSummary(renderSummary(attempts));
  if (refusals.length > 0) return { failure: [describeLogin(attempts), ...refusals].join('\n') };
  info(describeLogin(attempts));
  return undefined;
}

async function tryAll({ login, skip }: LoginPlan, level: Verify, world: World): Promise<Attempt[]> {
  const title = `Log in to ${login.map(({ registry }) => registry).join(', ') || 'nothing'}`;
  const tried = await group(title, () => Promise.all(login.map((entry) => attempt(entry, level, world))));
  return [...tried, ...skip.map((entry) => ({ entry, outcome: 'skipped' as const }))];
}

/** Writes the credentials down; when that fails, they are ended before the step is. */
async function keep(
  logins: readonly Login[],
  inputs: Inputs,
  userConfig: DockerConfig,
  world: World,
  { context }: Job,
): Promise<void> {
  try {
    await install(logins, { inputs, userConfig, job: context, now: world.now() });
  } catch (error) {
    await revokeAll(revocationsOf(logins), world.send);
    throw error;
  }
}

/** Everything that an exchange needs of the world; the request token is hidden before anything else happens. */
function createWorld(inputs: Inputs, { context, signal }: Job): World {
  const hide = (secret: string): string => {
    mask(secret);
    return secret;
  };
  if (inputs.idTokenEndpoint) hide(inputs.idTokenEndpoint.token);
  const send: Send = (request) =>
    fetchHttp({
      ...request,
      timeoutMs: 15_000,
      maxBytes: ANSWER_LIMIT,
      retry: { attempts: 8, baseMs: 500, budgetMs: 60_000 },
      signal,
    });
  const now = () => Date.now();
  return {
    send,
    now,
    mask: hide,
    idTokens: inputs.idTokenEndpoint
      ? createIdTokens(inputs.idTokenEndpoint, { send, mask: hide, now })
      : () => Promise.reject(new ActionError('This job gets no OIDC token.')),
    jobToken: inputs.jobToken,
    actor: context.actor,
    repository: context.repository,
    runId: context.runId,
  };
}

async function attempt(entry: Entry, level: Verify, world: World): Promise<Attempt> {
  const started = world.now();
  let idToken = '';
  try {
    idToken = (await readIdentity(entry, world)).idToken;
    const credential = await exchange(entry, idToken, world);
    const verified = await converse(verify(entry, credential, level, world.mask), world.send);
    info(`${entry.registry}: exchanged in ${world.now() - started} ms.`);
    return { entry, outcome: 'done', credential, verified, ms: world.now() - started };
  } catch (error) {
    const claims = idToken ? decodeClaims(idToken) : undefined;
    return { entry, outcome: 'failed', reason: describeError(error), claims, ms: world.now() - started };
  }
}

/** A dry run: asks GitHub only, and shows what each provider would have to trust. */
async function rehearse(entries: readonly Entry[], world: World): Promise<Conclusion> {
  const parts = [`### Dry run: no token was exchanged, nothing was written\n\n`];
  for (const entry of entries) {
    const { claims } = await readIdentity(entry, world);
    printForeign(renderTrustText(entry, claims));
    parts.push(`**${entry.registry}** (${entry.provider})\n\n${renderTrust(entry, claims)}\n`);
  }
  writeSummary(parts.join(''));
  return undefined;
}
