import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  ActionError,
  annotate,
  type Conclusion,
  info,
  type Job,
  printForeign,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import { planAnnotations } from './annotations.ts';
import { planLevels } from './check-list.ts';
import { compareFindings, dropRepeated } from './finding.ts';
import type { Inputs } from './inputs.ts';
import { readSurroundings, type Surroundings } from './io/modules.ts';
import { runChecks } from './io/run-checks.ts';
import { readSources } from './io/sources.ts';
import { renderLog } from './log-lines.ts';
import { assignPackages } from './packages.ts';
import { renderSummary } from './summary.ts';
import { judge } from './verdict.ts';

/** Runs every check in every module, and says one verdict. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const started = performance.now();
  const around = await readSurroundings(job.context, inputs);
  const packages = await checkRequest(inputs, around);
  const { temp, toolCache } = job.context;
  const desk = { root: around.root, temp, signal: job.signal, deadline: started + inputs.timeoutMs };
  const levels = planLevels(inputs.preset, inputs.checks);
  info(`Modules: ${around.workplaces.map(({ name, go }) => `${name} (${go.text})`).join(', ')}.`);

  const outcomes = await runChecks({ desk, around, inputs, levels, packages, toolCache });
  const findings = dropRepeated(outcomes.flatMap((outcome) => outcome.findings)).sort(compareFindings);
  const verdict = judge(
    outcomes,
    findings.map((finding) => ({ finding, standing: 'new' })),
  );

  const sources = await readSources(around.root, findings);
  printForeign(renderLog(verdict.judged));
  for (const { where, kind, message } of verdict.problems) printForeign(`${where}: ${kind}: ${message}`);
  // The sentence of a red step is an error annotation as well.
  if (inputs.annotations)
    annotate(planAnnotations(verdict, sources), { error: verdict.verdict === 'fail' ? 9 : 10 });
  if (inputs.summary) {
    await writeSummary(
      renderSummary(verdict, { job: job.context, notes: [], ms: performance.now() - started }),
    );
  }
  setOutputs({
    verdict: verdict.verdict,
    'exit-class': verdict.exitClass,
    issues: verdict.issues,
    'new-issues': verdict.newIssues,
  });
  if (verdict.verdict === 'fail') return { failure: verdict.sentence };
  info(verdict.sentence);
  return undefined;
}

/** What can only be checked beside the repository; all complaints together. */
async function checkRequest(inputs: Inputs, around: Surroundings): Promise<Map<string, string[]>> {
  const complaints: string[] = [];
  const modules = around.workplaces.map(({ module }) => module);
  const patterns = inputs.packages.length > 0 ? inputs.packages : ['./...'];
  const { byModule, unknown } = assignPackages(patterns, modules);
  if (unknown.length > 0) {
    complaints.push(
      `\`packages\` names ${unknown.join(', ')}, in none of the modules ${modules.map(({ path }) => path).join(', ')}.`,
    );
  }
  const config = inputs.golangciConfig && resolve(around.dir, inputs.golangciConfig);
  if (
    config &&
    !(await stat(config).then(
      (stats) => stats.isFile(),
      () => false,
    ))
  ) {
    complaints.push(
      `\`golangci-config\` is "${inputs.golangciConfig}"; there is no such file in ${around.dir}.`,
    );
  }
  if (complaints.length > 0) throw new ActionError(complaints.join('\n'));
  return byModule;
}
