import { annotate, type Conclusion, type Job, setOutputs, writeSummary } from '@go-actions/action-kit';
import { describeConditions, gatherBaseline, keepRecord } from './compare/io/baseline.ts';
import { gatherChange } from './compare/io/change.ts';
import { measurePatch } from './compare/patch.ts';
import { listFalls } from './compare/ratchet.ts';
import { makeRecord } from './compare/record.ts';
import type { Inputs } from './inputs.ts';
import { judge } from './judge/verdict.ts';
import { formatPercent, sumCounts } from './percent.ts';
import { headOf, openProject } from './project/io/project.ts';
import { listAnnotations } from './report/annotations.ts';
import { checkModes, writeMergedProfile, writeReports } from './report/io/report-files.ts';
import type { Result } from './report/result.ts';
import { renderSummary } from './report/summary.ts';
import { groupByPackage, totalOf } from './source/file-coverage.ts';
import { gatherCoverage } from './source/io/coverage.ts';
import { keepDurations } from './tests/io/durations.ts';
import { gatherFailures } from './tests/io/located-failures.ts';
import { gatherRun } from './tests/io/run.ts';
import { countTests, listSlowest } from './tests/test-counts.ts';

export { readInputs } from './inputs.ts';

export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const project = await openProject(inputs.workingDirectory, job.context);
  const [change, run] = await Promise.all([
    gatherChange(inputs, project, job),
    gatherRun(inputs, project, job),
  ]);
  checkModes(inputs, run);
  const coverage = gatherCoverage(inputs, project, run);
  const failures = gatherFailures(project, run);

  const packages = groupByPackage(coverage.files);
  const total = totalOf(coverage.files, inputs.total);
  const patch = 'reason' in change ? change : measurePatch(run.profile.table, coverage.files, change.lines);
  const conditions = describeConditions(inputs, run);
  const baseline = await gatherBaseline(inputs, project, change, conditions, job);
  const { holes } = coverage;
  const { commandFailure } = run;
  const verdict = judge({ holes, failures, commandFailure, total, patch, packages, baseline }, inputs);
  const result: Result = {
    ...coverage,
    verdict,
    totalMeaning: inputs.total,
    total,
    patch,
    base: 'reason' in change ? undefined : { sha: change.base, source: change.source },
    packages,
    ignored: sumCounts(coverage.files.map((file) => file.ignored)),
    failures,
    tests: countTests(run.log.results),
    slowest: listSlowest(run.log.results, 10),
    flaky: run.log.results.flatMap((pkg) => pkg.tests.filter((test) => test.flaky)),
    falls: baseline?.found ? listFalls(coverage.files, baseline.record) : [],
    notes: run.notes,
  };

  const profile = await writeMergedProfile(run, coverage.idsByFile);
  const { table } = run.profile;
  const reportDir = await writeReports(inputs, {
    result,
    table,
    tests: run.log.results,
    job: job.context,
    now: Date.now(),
  });
  if (holes.length + failures.length === 0 && !commandFailure) {
    const record = makeRecord(await headOf(project, job), conditions, total, coverage.files);
    await keepRecord(inputs, record, job);
  }
  await keepDurations(inputs, run, job);
  if (inputs.annotations) annotate(listAnnotations(failures, patch, inputs.minPatch));
  if (inputs.summary) writeSummary(renderSummary(result, job.context));
  setOutputs({ ...listOutputs(result), profile, 'report-dir': reportDir });
  return verdict.result === 'pass' ? undefined : { failure: verdict.sentence };
}

function listOutputs({ verdict, total, patch, tests }: Result): Record<string, unknown> {
  const measured = 'reason' in patch ? undefined : patch.count;
  return {
    verdict: verdict.result,
    total: formatPercent(total),
    covered: total.covered,
    statements: total.statements,
    patch: measured && measured.statements > 0 ? formatPercent(measured) : undefined,
    'patch-covered': measured?.covered,
    'patch-statements': measured?.statements,
    delta: verdict.ratchet?.delta,
    tests: tests.tests,
    failed: tests.failed,
    skipped: tests.skipped,
    flaky: tests.flaky,
    'tests-cached': tests.cached,
  };
}
