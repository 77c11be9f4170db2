import {
  ANNOTATIONS_PER_LEVEL,
  annotate,
  type JobContext,
  printForeign,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import type { Sources } from '../../findings/source-text.ts';
import type { ReportInputs } from '../../inputs.ts';
import { writeNamedFile } from '../../run/io/repository-files.ts';
import type { Checkout } from '../../run/module.ts';
import { planAnnotations } from '../annotations.ts';
import { renderLog } from '../log-lines.ts';
import { renderReport } from '../report.ts';
import { renderSarif } from '../sarif.ts';
import { renderSummary } from '../summary.ts';
import type { Verdict } from '../verdict.ts';

type Results = {
  readonly verdict: Verdict;
  readonly sources: Sources;
  readonly notes: readonly string[];
  /** When the step began, on the clock of `performance.now()`. */
  readonly started: number;
};

/** Says the verdict everywhere: log, files, annotations, summary, outputs. */
export async function publish(
  report: ReportInputs,
  context: JobContext,
  { root, dir }: Checkout,
  { verdict, sources, notes, started }: Results,
): Promise<void> {
  printForeign(renderLog(verdict.judged));
  for (const { where, kind, message } of verdict.problems) printForeign(`${where}: ${kind}: ${message}`);
  for (const note of notes) printForeign(note);
  const write = (file: string | undefined, render: () => Iterable<string>) =>
    file ? writeNamedFile(root, dir, file, render()) : undefined;
  const json = await write(report.json, () => renderReport(verdict, notes));
  const sarif = await write(report.sarif, () => renderSarif(verdict, sources));
  if (report.annotations) {
    // The sentence of a red step is an error annotation as well.
    const limit = { error: ANNOTATIONS_PER_LEVEL - (verdict.verdict === 'fail' ? 1 : 0) };
    annotate(planAnnotations(verdict, sources, limit), limit);
  }
  if (report.summary) {
    writeSummary(renderSummary(verdict, { job: context, notes, ms: performance.now() - started }));
  }
  setOutputs({
    verdict: verdict.verdict,
    'exit-class': verdict.exitClass,
    issues: verdict.issues,
    'new-issues': verdict.newIssues,
    'baseline-issues': verdict.accepted,
    json,
    sarif,
  });
}
