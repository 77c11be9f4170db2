import {
  annotate,
  type Conclusion,
  type Job,
  notice,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import { addCarried } from './compare/carry.ts';
import { extendHistory, makePoint } from './compare/history.ts';
import { describeConditions, gatherComparison, gatherSelection, keepRecords } from './compare/io/baseline.ts';
import { gatherChange } from './compare/io/change.ts';
import { gatherHistory } from './compare/io/former-runs.ts';
import { describeLeftOut } from './compare/io/left-out.ts';
import { describeUnmeasured } from './compare/io/unmeasured.ts';
import { measurePatch } from './compare/patch.ts';
import { listFalls } from './compare/ratchet.ts';
import type { Inputs } from './inputs.ts';
import { describeIdle } from './judge/overrides.ts';
import { judge } from './judge/verdict.ts';
import { sumCounts } from './percent.ts';
import { headOf, openProject } from './project/io/project.ts';
import { listAnnotations } from './report/annotations.ts';
import { checkModes, writeMergedProfile, writeReports } from './report/io/report-files.ts';
import { listOutputs } from './report/outputs.ts';
import { listCarried, type Result } from './report/result.ts';
import { renderSummary } from './report/summary.ts';
import { groupByPackage, totalOf } from './source/file-coverage.ts';
import { gatherCoverage } from './source/io/coverage.ts';
import { keepDurations } from './tests/io/durations.ts';
import { gatherFailures } from './tests/io/located-failures.ts';
import { gatherRun } from './tests/io/run.ts';
import { countTests, listSlowest, sumSeconds } from './tests/test-counts.ts';

export { readInputs } from './inputs.ts';

export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const { place, minimums, compare, report } = inputs;
  const project = await openProject(place, job.context);
  const [change, run] = await Promise.all([
    gatherChange(compare, project, job),
    gatherRun(inputs.run, project, job),
  ]);
  checkModes(report, run);
  const { files, excluded, holes, idsByFile } = gatherCoverage(place, project, run, inputs.run.coverpkg);
  const failures = gatherFailures(project, run);
  const measured = {
    files,
    conditions: describeConditions(inputs, run),
    selection: await gatherSelection(inputs, project, run, job),
  };
  const comparison = await gatherComparison(inputs, project, change, measured, job);
  const { baseline, carried, partial } = comparison;

  const packages = groupByPackage(files);
  const total = addCarried(totalOf(files, minimums.total), carried ?? new Map());
  const patch = 'lines' in change ? measurePatch(run.profile.table, files, change.lines) : change;
  const missingBase =
    'reason' in change && !change.failed && compare.onMissingBase === 'fail' ? change.reason : undefined;
  const facts = { holes, failures, total, partial, patch, missingBase, packages, baseline };
  const verdict = judge(facts, minimums, compare);
  const measuredPaths = new Set([...files.map(({ path }) => path), ...excluded]);
  const unsaid = [
    describeUnmeasured(change, measuredPaths, project, place),
    await describeLeftOut(change, run.profile.table, { files, excluded }, project),
    run.whole ? describeIdle(minimums.overrides, packages) : undefined,
  ].filter((sentence) => sentence !== undefined);
  for (const sentence of unsaid) notice(`${sentence}.`);
  const countedFiles = files.map((file) => ({ path: file.path, count: totalOf([file], minimums.total) }));
  const result: Result = {
    verdict,
    totalMeaning: minimums.total,
    total,
    carried: listCarried(carried),
    patch,
    base: 'reason' in change ? undefined : { sha: change.base, source: change.source },
    packages,
    files,
    excluded,
    ignored: sumCounts(files.map((file) => file.ignored)),
    holes,
    failures,
    tests: countTests(run.log.results),
    slowest: listSlowest(run.log.results, 10),
    flaky: run.log.results.flatMap((pkg) => pkg.tests.filter((test) => test.flaky)),
    falls: baseline?.found ? listFalls(countedFiles, baseline.record) : [],
    notes: [
      ...('reason' in change && 'lines' in change ? [`Every line counts as changed: ${change.reason}`] : []),
      ...unsaid,
      ...run.notes,
    ],
  };

  const known = await gatherHistory(inputs, project, change, comparison, measured.conditions, job);
  const commit = await headOf(project, job);
  const now = Date.now();
  const seconds = sumSeconds(run.log.results);
  const history = known && extendHistory(known, makePoint({ ...result, commit, now, seconds }));

  const profile = await writeMergedProfile(run, idsByFile);
  const { table } = run.profile;
  const tests = run.log.results;
  const data = { result, table, tests, history: history ?? [], job: job.context, now };
  const reportDir = await writeReports(report, data);
  if (holes.length + failures.length === 0)
    await keepRecords(inputs, commit, measured, comparison, history, job);
  await keepDurations(inputs, run, job);
  if (report.annotations) annotate(listAnnotations(failures, patch, minimums.minPatch));
  if (report.summary) writeSummary(renderSummary(result, job.context));
  setOutputs({ ...listOutputs(result), profile, 'report-dir': reportDir });
  return verdict.result === 'pass' ? undefined : { failure: verdict.sentence };
}
