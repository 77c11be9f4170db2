import {
  type Conclusion,
  escapeMarkdown,
  info,
  type Job,
  setOutputs,
  tellIdle,
  writeSummary,
} from '@go-actions/action-kit';
import { planLevels } from './check-list.ts';
import { settleFix } from './edits.ts';
import { dropRepeated, type Finding, sortFindings } from './finding.ts';
import { identify, identityKey } from './identity.ts';
import type { Inputs } from './inputs.ts';
import { settleBaseline } from './io/baseline-file.ts';
import { openLintCache } from './io/lint-cache.ts';
import { readSurroundings } from './io/modules.ts';
import { lookOnPath } from './io/on-path.ts';
import { publish } from './io/publish.ts';
import { readRequest } from './io/request.ts';
import { runChecks } from './io/run-checks.ts';
import { readScope, resolveScope } from './io/scope.ts';
import { readSources } from './io/sources.ts';
import { prepareTools } from './io/tools.ts';
import { IDLE } from './pending.ts';
import { sift } from './sift.ts';
import { judge } from './verdict.ts';

export { readInputs } from './inputs.ts';

/** Runs every check in every module, sifts out what is old, and says one verdict. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const started = performance.now();
  const { context, signal } = job;

  const levels = planLevels(inputs.preset, inputs.checks);
  const onPath = lookOnPath(levels);
  const around = await readSurroundings(context, inputs);
  const request = await readRequest(inputs, around);
  const since = await readScope(inputs, around, context);
  if ('failure' in since) {
    setOutputs({ verdict: 'fail', 'exit-class': 'config' });
    if (inputs.summary) writeSummary(`### ❌ Lint: ${escapeMarkdown(since.failure)}\n\n`);
    return since;
  }
  info(`Modules: ${around.workplaces.map(({ name, go }) => `${name} (${go.text})`).join(', ')}.`);
  const cache = openLintCache(inputs.runner.service, inputs.runner.cacheMode, context);
  const order = {
    desk: { root: around.root, temp: context.temp, signal, deadline: started + inputs.timeoutMs },
    around,
    inputs,
    levels,
    packages: request.packages,
    tools: prepareTools(around, {
      onPath,
      toolCache: context.toolCache,
      temp: context.temp,
      signal,
      cache,
      golangciVersion: inputs.golangciVersion,
      gocache: inputs.runner.gocacheFull,
      folders: inputs.runner.folders,
    }),
    vuln: request.vuln,
  };
  const outcomes = await runChecks(order);
  const found = sortFindings(dropRepeated(outcomes.flatMap((outcome) => outcome.findings)));
  const sources = await readSources(around.root, found);
  const findings = found.map((finding) => settleFix(finding, sources));
  const { scope, renamed, notes } = await resolveScope(since, order, outcomes);

  const keyOf = (finding: Finding) => identityKey(identify(finding, sources));
  const baseKeyOf = (finding: Finding) => identityKey(identify(finding, sources, renamed));
  const baseline = await settleBaseline(inputs, around, request.baseline, { findings, sources, outcomes });
  const judged = sift(findings, { scope, accepted: baseline.accepted, keyOf, baseKeyOf });
  const verdict = judge(outcomes, judged);
  notes.push(...request.notes(), ...baseline.notes);
  tellIdle(IDLE, !cache?.pending); // after the last check, the base's among them

  await publish(inputs, context, around, { verdict, sources, notes, started });
  if (verdict.verdict === 'fail') return { failure: verdict.sentence };
  info(verdict.sentence);
  return undefined;
}
