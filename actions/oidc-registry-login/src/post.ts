import { rm } from 'node:fs/promises';
import {
  counted,
  describeError,
  exportVariable,
  fetchHttp,
  info,
  type Job,
  loadState,
  warning,
} from '@go-actions/action-kit';
import { announceEnd, exists, sessionPaths } from './credential-helper/io/session.ts';
import { readText } from './docker-config/io/private-file.ts';
import { uninstall } from './docker-config/io/uninstall.ts';
import { type LedgerEntry, readLedger } from './revocation/io/ledger.ts';
import { createRevoker, revokeAll } from './revocation/io/revoke.ts';
import { describeIssued } from './revocation/issued.ts';
import { type SavedState, STATE } from './state.ts';

/** In nested composites the runner gives post the inputs of another step (actions/runner#2800, #2030): it needs none. */
export const readInputs = () => undefined;

const BUDGET_MS = 20_000;

/**
 * Takes the credentials away: from this machine first, then at the providers; then says what the helper had to say. Nothing
 * that goes wrong keeps the rest from being done.
 */
export async function post(_inputs: undefined, _job: Job): Promise<void> {
  const state = loadState<SavedState>(STATE);
  if (!state) return; // main wrote nothing, or has taken it back itself
  for (const [name, value] of Object.entries(state.environment)) exportVariable(name, value ?? '');
  if (!(await exists(state.folder))) return tellLost(state, await uninstall(state));
  await announceEnd(state.folder);
  const { issued, helperLog } = sessionPaths(state.folder);
  // Whatever happens from here on, the log has the name of everything that may live on.
  const named = tellIssued(await readLedger(issued), new Set());
  const said = (await readText(helperLog).catch(() => '')) ?? '';
  const kept = await uninstall(state);
  // A client may have renewed one in the meantime; from here on none can, since there is no place to keep it.
  const ledger = await readLedger(issued);
  tellIssued(ledger, named);
  await rm(state.folder, { recursive: true, force: true }).catch((error: unknown) =>
    kept.push(`${state.folder} could not be removed: ${describeError(error)}`),
  );
  for (const sentence of new Set(kept)) warning(sentence);
  if (kept.length === 0) info('The credentials are gone from this machine.');

  const revoker = createRevoker(fetchHttp, AbortSignal.timeout(BUDGET_MS));
  const { ended, failed, beyond } = await revokeAll(ledger, revoker);
  if (ended.length > 0) info(`${counted(ended.length, 'credential')} ended at the provider.`);
  // Each try of one exchange says the same.
  for (const [sentence, entry] of new Map(beyond.map((alive) => [alive.sentence, alive.entry])))
    'issued' in entry ? info(sentence) : warning(sentence);
  for (const { sentence } of failed) warning(sentence);
  for (const line of lastLines(said)) warning(`The credential helper: ${line}`);
}

/** Says each of them once, and returns which have been said. */
function tellIssued(ledger: readonly LedgerEntry[], told: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(ledger.flatMap((entry) => ('issued' in entry ? describeIssued(entry.issued) : [])));
  for (const sentence of found) if (!told.has(sentence)) info(`Ending ${sentence}.`);
  return found;
}

/** A later step has removed the folder, as one that empties the temp folder does: what it held cannot be ended by anybody. */
function tellLost({ folder, edited, issued }: SavedState, kept: readonly string[]): void {
  warning(
    [
      `${folder} is gone, and with it the way to end what this login was given${issued.length > 0 ? ':' : '.'}`,
      ...issued,
      ...(edited === undefined ? [] : [`${edited} may still hold credentials.`]),
      ...kept,
      'Let the job remove only its own files from RUNNER_TEMP.',
    ].join('\n'),
  );
}

/** A client asks again and again: the same complaint is shown once, and few of them. */
function lastLines(log: string): string[] {
  return [...new Set(log.split('\n').filter(Boolean))].slice(-5);
}
