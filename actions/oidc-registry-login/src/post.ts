import { rm } from 'node:fs/promises';
import {
  describeError,
  exportVariable,
  fetchHttp,
  info,
  type Job,
  loadState,
  warning,
} from '@go-actions/action-kit';
import { readAllCached, readSession, sessionPaths } from './credential-helper/io/session.ts';
import { restoreConfig } from './docker-config/io/config-file.ts';
import { type SavedState, STATE } from './docker-config/io/install.ts';
import { readText } from './docker-config/io/private-file.ts';
import type { Inputs } from './inputs.ts';
import { revokeAll } from './providers/io/revoke.ts';

export { readInputs } from './inputs.ts';

/** Takes the credentials away: from this machine first, then at the providers; then says what the helper had to say. */
export async function post(_inputs: Inputs, _job: Job): Promise<void> {
  const state = loadState<SavedState>(STATE);
  if (!state) return; // main wrote nothing
  for (const [name, value] of Object.entries(state.environment)) exportVariable(name, value ?? '');
  const session = await readSession(state.folder);
  const cached = await readAllCached(state.folder);
  const helperLog = await readText(sessionPaths(state.folder).helperLog);

  const { edited } = session ?? {};
  if (edited) {
    await restoreConfig(edited.path, edited).catch((error: unknown) =>
      warning(`${edited.path} could not be restored: ${describeError(error)}`),
    );
  }
  if (state.pullSecret) await rm(state.pullSecret, { force: true });
  await rm(state.folder, { recursive: true, force: true });
  info('The credentials are gone from this machine.');

  const requests = cached.flatMap(({ revocations }) => revocations);
  const problems = await revokeAll(requests, (request) =>
    fetchHttp({ ...request, timeoutMs: 10_000, retry: { attempts: 3, baseMs: 500, budgetMs: 15_000 } }),
  );
  if (requests.length > problems.length)
    info(`${requests.length - problems.length} of them were ended at their provider.`);
  for (const problem of problems) warning(`${problem} The credential ends by itself.`);
  for (const line of lastLines(helperLog ?? '')) warning(`The credential helper: ${line}`);
}

/** A client asks again and again: the same complaint is shown once, and few of them. */
function lastLines(log: string): string[] {
  return [...new Set(log.split('\n').filter(Boolean))].slice(-5);
}
