import { rm } from 'node:fs/promises';
import {
  counted,
  exportVariable,
  fetchHttp,
  info,
  type Job,
  loadState,
  warning,
} from '@go-actions/action-kit';
import { announceEnd, exists, readSession, sessionPaths } from './credential-helper/io/session.ts';
import { type SavedState, STATE, uninstall } from './docker-config/io/install.ts';
import { readText } from './docker-config/io/private-file.ts';
import { readLedger } from './revocation/io/ledger.ts';
import { createRevoker, revokeAll } from './revocation/io/revoke.ts';
import { describeIssued } from './revocation/issued.ts';

/** In nested composites the runner gives post the inputs of another step (actions/runner#2800, #2030): it needs none. */
export const readInputs = () => undefined;

const BUDGET_MS = 20_000;

/** Takes the credentials away: from this machine first, then at the providers; then says what the helper had to say. */
export async function post(_inputs: undefined | undefined, _job: Job): Promise<void> {
  const state = loadState<SavedState>(STATE);
  if (!state || !(await exists(state.folder))) return; // main wrote nothing, or has taken it back itself
  await announceEnd(state.folder);
  const { issued, helperLog } = sessionPaths(state.folder);
  const ledger = await readLedger(issued);
  // Whatever happens from here on, the log has the name of everything that may live on.
  for (const entry of ledger) if ('issued' in entry) info(`Ending ${describeIssued(entry.issued)}.`);
  const said = await readText(helperLog);
  for (const [name, value] of Object.entries(state.environment)) exportVariable(name, value ?? '');
  await uninstall(state, await readSession(state.folder));
  await rm(state.folder, { recursive: true, force: true });
  info('The credentials are gone from this machine.');

  const { ended, failed, beyond } = await revokeAll(
    ledger,
    createRevoker(fetchHttp, AbortSignal.timeout(BUDGET_MS)),
  );
  if (ended.length > 0) info(`${counted(ended.length, 'credential')} ended at the provider.`);
  // Each try of one exchange says the same.
  for (const [sentence, entry] of new Map(beyond.map((alive) => [alive.sentence, alive.entry])))
    'issued' in entry ? info(sentence) : warning(sentence);
  for (const { sentence } of failed) warning(sentence);
  for (const line of lastLines(said ?? '')) warning(`The credential helper: ${line}`);
}

/** A client asks again and again: the same complaint is shown once, and few of them. */
function lastLines(log: string): string[] {
  return [...new Set(log.split('\n').filter(Boolean))].slice(-5);
}
