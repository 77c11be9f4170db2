import {
  ActionError,
  type Conclusion,
  info,
  type Job,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { type Api, openApi } from '@go-actions/github';
import { type Claim, renderComment } from './comment.ts';
import { commentMarker, suggestionMarker } from './conversation.ts';
import { type CoverageClaim, parseCoverageClaim } from './coverage-claim.ts';
import { type FinishedRun, parseFinishedRun } from './finished-run.ts';
import type { Inputs } from './inputs.ts';
import { addReview, fold, readConversation, writeComment } from './io/discussion.ts';
import { readReport } from './io/handed-over.ts';
import { findPullRequest, isUpToDate, listDiff, type PullRequest } from './io/pull-request.ts';
import { type LintClaim, parseLintClaim } from './lint-claim.ts';
import { type Plan, planWrites } from './plan.ts';
import { planSuggestions, type Suggestion } from './suggestions.ts';

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

  const lint = await readReport(api, run.id, 'report-lint', parseLintClaim);
  const coverage = await readReport(api, run.id, 'report-coverage', parseCoverageClaim);
  tellUnreadable('report-lint', lint);
  tellUnreadable('report-coverage', coverage);
  const there = await readConversation(api, { repository, number: pullRequest.number }, inputs.marker);
  const hasNews = lint !== undefined || coverage !== undefined || there.comments.length > 0;
  const marker = commentMarker(inputs.marker);
  const head = { repository: run.headRepository.fullName, sha: run.headSha };
  const plan = planWrites(there, {
    body:
      inputs.comment && hasNews
        ? renderComment({ marker, run, repository, head, serverUrl, lint, coverage })
        : undefined,
    suggestions: await suggest(inputs, api, run, pullRequest, lint),
  });

  await writeComment(api, pullRequest.number, plan.comment);
  const added = await addReview(api, { number: pullRequest.number, headSha: run.headSha }, plan.add);
  await fold(api, plan.fold);
  report(pullRequest, plan, added);
  return undefined;
}

/** What the review should have; `undefined` when the run said nothing about findings. */
async function suggest(
  inputs: Inputs,
  api: Api,
  run: FinishedRun,
  { number, base }: PullRequest,
  lint: Claim<LintClaim>,
): Promise<readonly Suggestion[] | undefined> {
  if (!inputs.suggestions || !lint || !('read' in lint)) return undefined;
  const fixable = lint.read.findings.filter(({ standing, fix }) => standing === 'new' && fix);
  if (fixable.length === 0) return [];
  const files = await listDiff(api, number);
  const upToDate = await isUpToDate(api, base, run.headSha);
  return planSuggestions(fixable, { files, upToDate, marker: suggestionMarker(inputs.marker) });
}

function tellUnreadable(name: string, claim: Claim<LintClaim | CoverageClaim>): void {
  if (claim && 'unreadable' in claim) warning(`The artifact ${name} cannot be read: ${claim.unreadable}.`);
}

function leave(why: string): Conclusion {
  info(`${why} Nothing is written.`);
  setOutputs({ 'pull-request': '', comment: 'none', suggestions: 0, minimised: 0 });
  return undefined;
}

function report({ number }: PullRequest, { comment, fold: folded }: Plan, added: number): void {
  const state = comment.do !== 'leave' ? DONE[comment.do] : comment.there ? 'unchanged' : 'none';
  const sentence = `Pull request #${number}: comment ${state}, suggestions: ${added} added, ${folded.length} folded.`;
  info(sentence);
  writeSummary(`${sentence}\n\n`);
  setOutputs({ 'pull-request': number, comment: state, suggestions: added, minimised: folded.length });
}
