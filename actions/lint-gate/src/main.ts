import {
  type Conclusion,
  escapeMarkdown,
  info,
  type Job,
  setOutputs,
  tellIdle,
  writeSummary,
} from '@go-actions/action-kit';
import { planLevels } from './checks/index.ts';
import { classify } from './findings/classify.ts';
import { dropRepeated, type Finding, sortFindings } from './findings/finding.ts';
import { identify, identityKey } from './findings/identity.ts';
import { applyBaseline } from './findings/io/baseline-file.ts';
import { readSources } from './findings/io/sources.ts';
import { settleFix } from './findings/settle-fix.ts';
import type { Inputs } from './inputs.ts';
import { prepareLinters } from './linters/io/install.ts';
import { openLintCache } from './linters/io/lint-cache.ts';
import { lookOnPath } from './linters/io/on-path.ts';
import { IDLE } from './linters/pending.ts';
import type { LintRun } from './run/context.ts';
import { keepModuleFiles } from './run/io/module-files.ts';
import { readCheckout } from './run/io/modules.ts';
import { readRequest } from './run/io/request.ts';
import { runChecks } from './run/io/run-checks.ts';
import { readScope, resolveScope } from './run/io/scope.ts';
import { publish } from './verdict/io/publish.ts';
import { judge } from './verdict/verdict.ts';

export { readInputs } from './inputs.ts';

/** Runs every check in every module, tells new findings from old ones, and gives one verdict. */
export async function main(inputs: Inputs, { context: job, signal }: Job): Promise<Conclusion> {
  const started = performance.now();

  const levels = planLevels(inputs.levels.preset, inputs.levels.overrides);
  const onPath = lookOnPath(levels);
  const checkout = await readCheckout(job, inputs.selection);
  const places = { root: checkout.root, dir: checkout.dir, temp: job.temp };
  const request = await readRequest(inputs, levels, checkout, places);
  const since = await readScope(inputs.comparison, checkout, job);
  if ('failure' in since) {
    setOutputs({ verdict: 'fail', 'exit-class': 'config' });
    if (inputs.report.summary) writeSummary(`### ❌ Lint: ${escapeMarkdown(since.failure)}\n\n`);
    return since;
  }
  info(`Modules: ${checkout.modules.map(({ name, go }) => `${name} (${go.text})`).join(', ')}.`);
  const cache = openLintCache(inputs.runner.service, {
    job,
    mode: inputs.runner.cacheMode,
    token: inputs.comparison.token,
  });
  const run: LintRun = {
    context: { temp: job.temp, signal, deadline: started + inputs.timeoutMs },
    checkout,
    levels,
    settings: request.settings,
    analysis: {
      cgo: inputs.checks.cgo,
      cgoEnabled: inputs.runner.cgoEnabled,
      collector: inputs.runner.collector,
    },
    targets: inputs.selection.targets,
    packages: request.packages,
    linters: prepareLinters(checkout, {
      onPath,
      toolCache: job.toolCache,
      temp: job.temp,
      signal,
      cache,
      golangciVersion: inputs.checks.golangciVersion,
      gocache: inputs.runner.gocacheFull,
      folders: inputs.runner.folders,
    }),
  };
  const moduleFiles = await keepModuleFiles(checkout);
  const results = await runChecks(run);
  const rewritten = await moduleFiles.restore();
  const { outcomes } = results;
  const found = sortFindings(dropRepeated(outcomes.flatMap((outcome) => outcome.findings)));
  const sources = await readSources(checkout.root, found);
  const findings = found.map((finding) => settleFix(finding, sources));
  const { scope, renamed, notes } = await resolveScope(since, run, outcomes);

  const keyOf = (finding: Finding) => identityKey(identify(finding, sources));
  const baseKeyOf = (finding: Finding) => identityKey(identify(finding, sources, renamed));
  const whole = inputs.selection.packages.every((pattern) => pattern === './...');
  const present = { findings, sources, outcomes, whole };
  const baseline = await applyBaseline(inputs.baseline, places, request.baseline, present);
  const judged = classify(findings, { scope, accepted: baseline.accepted, keyOf, baseKeyOf });
  const verdict = judge(results, judged);
  const said = outcomes.flatMap((outcome) => outcome.notes ?? []);
  tellIdle(IDLE, !cache?.pending); // after the last check, the base's among them

  const unwritten = await publish(inputs.report, job, places, {
    verdict,
    sources,
    notes: [...new Set([...said, ...rewritten, ...notes, ...request.notes(), ...baseline.notes])],
    started,
  });
  if (unwritten) return { failure: `${unwritten} ${verdict.sentence}` };
  if (verdict.verdict === 'fail') return { failure: verdict.sentence };
  info(verdict.sentence);
  return undefined;
}
