import {
  ActionError,
  annotate,
  describeError,
  type JobContext,
  notice,
  printForeign,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import type { Sources } from '../../findings/source-text.ts';
import type { ReportInputs } from '../../inputs.ts';
import { type Places, writeNamedFile } from '../../run/io/repository-files.ts';
import { planAnnotations } from '../annotations.ts';
import { renderLog } from '../log-lines.ts';
import { renderReport } from '../report.ts';
import { renderSarif } from '../sarif.ts';
import { renderSummary } from '../summary.ts';
import type { Verdict } from '../verdict.ts';

type Published = {
  readonly verdict: Verdict;
  readonly sources: Sources;
  readonly notes: readonly string[];
  /** When the step began, on the clock of `performance.now()`. */
  readonly started: number;
};

const MOST_NOTICES = 5;

/** Says the verdict everywhere: log, files, annotations, summary, outputs. Returns why a file could not be written. */
export async function publish(
  report: ReportInputs,
  context: JobContext,
  places: Places,
  { verdict, sources, notes, started }: Published,
): Promise<string | undefined> {
  printForeign(renderLog(verdict.judged));
  for (const { where, kind, message } of verdict.problems) printForeign(`${where}: ${kind}: ${message}`);
  for (const note of notes) printForeign(note);
  const json = await write(places, report.json, () => renderReport(verdict, notes));
  const sarif = await write(places, report.sarif, () => renderSarif(verdict, sources));
  const failure = [json, sarif].map(({ problem }) => problem).find(Boolean);
  if (report.annotations) {
    annotate(planAnnotations(verdict, sources, report.budget), report.budget);
    const skipped = verdict.outcomes.filter(({ skipped: why }) => why !== undefined);
    const said = new Set(skipped.flatMap((outcome) => outcome.notes ?? []));
    for (const note of [...said].slice(0, Math.min(MOST_NOTICES, report.budget.notice))) notice(note);
  }
  if (report.summary) {
    writeSummary(renderSummary(verdict, { job: context, notes, ms: performance.now() - started }));
  }
  setOutputs({
    verdict: failure ? 'fail' : verdict.verdict,
    'exit-class': failure ? 'config' : verdict.exitClass,
    issues: verdict.issues,
    'new-issues': verdict.newIssues,
    'baseline-issues': verdict.accepted,
    json: json.path,
    sarif: sarif.path,
  });
  return failure;
}

/** A file that cannot be written must not take the verdict along. */
async function write(
  places: Places,
  file: string | undefined,
  render: () => Iterable<string>,
): Promise<{ readonly path?: string; readonly problem?: string }> {
  if (!file) return {};
  try {
    return { path: await writeNamedFile(places, file, render()) };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return { problem: describeError(error) };
  }
}
