import {
  ActionError,
  type Conclusion,
  info,
  type Job,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { type Api, GitHubError, openApi } from '@go-actions/github';
import { type Claim, type Report, renderComment } from './comment.ts';
import { commentMarker, suggestionMarker } from './conversation.ts';
import { type FinishedRun, parseFinishedRun } from './finished-run.ts';
import type { Inputs } from './inputs.ts';
import { addReview, fold, readConversation, writeComment } from './io/discussion.ts';
import { readReports } from './io/handed-over.ts';
import {
  findPullRequest,
  hasNewerAttempt,
  isUpToDate,
  listDiff,
  type PullRequest,
} from './io/pull-request.ts';
import { planWrites } from './plan.ts';
import { listFixable, planSuggestions, type Suggestion } from './suggestions.ts';

export { readInputs } from './inputs.ts';

const PERMISSIONS = '{ actions: read, pull-requests: write }';
const DONE = { create: 'created', update: 'updated' } as const;

/** Shows in a pull request what its run handed over, and writes only what is not there yet. */
export async function main(inputs: Inputs, { context, signal }: Job): Promise<Conclusion> {
  if (context.eventName !== 'workflow_run') {
    throw new ActionError(`This action reports on a finished run; it was started by ${context.eventName}.`, {
      remedy: 'Use it in a workflow with `on: { workflow_run: { workflows: [Go], types: [completed] } }`.',
    });
  }
  const run = parseFinishedRun(context.event);
  if (typeof run === 'string') return leave(run);
  const { apiUrl, repository, serverUrl } = context;
  const api = openApi({ apiUrl, repository, token: inputs.token, permission: PERMISSIONS, signal });
  const pullRequest = await findPullRequest(api, run);
  if (typeof pullRequest === 'string') return leave(pullRequest);

  if (await hasNewerAttempt(api, run))
    return leave(`Run ${run.id} was started again: the newest attempt reports.`);
  const { reports, left } = await readReports(api, run.id);
  for (const { call, lint, coverage } of reports) {
    tellUnreadable('report-lint', call, lint);
    tellUnreadable('report-coverage', call, coverage);
  }
  if (left > 0) warning(`The run has ${left} more calls of the checks than are read: nothing is suggested.`);
  const there = await readConversation(api, { repository, number: pullRequest.number }, inputs.marker);
  const hasNews = reports.length > 0 || there.comments.length > 0;
  const marker = commentMarker(inputs.marker);
  const head = { repository: run.headRepository.fullName, sha: run.headSha };
  const plan = planWrites(there, {
    body:
      inputs.comment && hasNews
        ? renderComment({ marker, run, repository, head, serverUrl, reports, left })
        : undefined,
    suggestions: left > 0 ? undefined : await suggest(inputs, api, run, pullRequest, reports),
    // A call that hands over no findings has not said that there are none.
    allKnown: reports.every(({ lint }) => lint !== undefined),
  });

  try {
    const comment = await writeComment(api, pullRequest.number, plan.comment);
    const added = await addReview(api, { number: pullRequest.number, headSha: run.headSha }, plan.add);
    const folded = await fold(api, plan.fold);
    report(pullRequest, { comment, there: there.comments.length > 0, added, folded });
  } catch (error) {
    if (!(error instanceof GitHubError && error.kind === 'locked')) throw error;
    return leave(`The conversation of #${pullRequest.number} is locked.`);
  }
  return undefined;
}

/** What the review should have; `undefined` when what the run says about findings is not known as a whole. */
async function suggest(
  inputs: Inputs,
  api: Api,
  run: FinishedRun,
  { number, base }: PullRequest,
  reports: readonly Report[],
): Promise<readonly Suggestion[] | undefined> {
  const claims = reports.flatMap(({ lint }) => lint ?? []);
  const read = claims.flatMap((claim) => ('read' in claim ? claim.read : []));
  if (!inputs.suggestions || read.length === 0 || read.length < claims.length) return undefined;
  const fixable = listFixable(read);
  if (fixable.length === 0) return [];
  const files = await listDiff(api, number);
  const upToDate = await isUpToDate(api, base, run.headSha);
  return planSuggestions(fixable, { files, upToDate, marker: suggestionMarker(inputs.marker) });
}

function tellUnreadable(kind: string, call: string, claim: Claim<unknown>): void {
  if (!claim || !('unreadable' in claim)) return;
  warning(`The artifact ${call ? `${kind}-${call}` : kind} cannot be read: ${claim.unreadable}.`);
}

function leave(why: string): Conclusion {
  info(`${why} Nothing is written.`);
  setOutputs({ 'pull-request': '', comment: 'none', suggestions: 0, minimised: 0 });
  return undefined;
}

type Written = {
  readonly comment: 'create' | 'update' | 'leave';
  /** Whether there was one before. */
  readonly there: boolean;
  readonly added: number;
  readonly folded: number;
};

function report({ number }: PullRequest, { comment, there, added, folded }: Written): void {
  const state = comment !== 'leave' ? DONE[comment] : there ? 'unchanged' : 'none';
  const sentence = `Pull request #${number}: comment ${state}, suggestions: ${added} added, ${folded} folded.`;
  info(sentence);
  writeSummary(`${sentence}\n\n`);
  setOutputs({ 'pull-request': number, comment: state, suggestions: added, minimised: folded });
}
