import {
  type Conclusion,
  info,
  type Job,
  mask,
  pageOfRun,
  printForeign,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import { listEndpoints } from './endpoint.ts';
import type { Inputs } from './inputs.ts';
import { watchDeployment } from './io/deployment.ts';
import { awaitRollouts } from './io/kubectl.ts';
import { notify } from './io/notify.ts';
import { hideKnown, listSecrets } from './redaction.ts';
import { chooseRemedy, renderSentence, renderSummary } from './report.ts';
import type { Verdict } from './verdict.ts';
import { START } from './watch.ts';

export { readInputs } from './inputs.ts';

/** Asks the deployment until it is what was released, or the time is up; says which, and tells who wants to know. */
export async function main(inputs: Inputs, { context, signal }: Job): Promise<Conclusion> {
  const { urls, headers, expectation, receiver } = inputs;
  const secrets = listSecrets(headers, expectation.version);
  for (const secret of secrets) mask(secret);
  const verdict = await judgeDeployment(inputs, signal);

  const { healthy, version, watch, latency } = verdict;
  const sentence = renderSentence(verdict);
  writeSummary(hideKnown(renderSummary(verdict, secrets), secrets));
  setOutputs({
    healthy,
    version,
    'latency-p50': latency.p50,
    'latency-p95': latency.p95,
    attempts: watch.attempts,
  });
  if (receiver) {
    const { repository, sha, runId } = context;
    await notify(receiver, {
      healthy,
      reason: healthy ? undefined : hideKnown(sentence, secrets),
      version: version && hideKnown(version, secrets),
      expected: expectation.version,
      urls,
      attempts: watch.attempts,
      latency,
      repository,
      sha,
      run: pageOfRun(context, runId),
    });
  }
  if (!healthy) return { failure: `${sentence} ${chooseRemedy(verdict)}` };
  printForeign(sentence);
  return undefined;
}

/** Rollouts first: while one is under way, old replicas answer, too. */
async function judgeDeployment(inputs: Inputs, signal: AbortSignal): Promise<Verdict> {
  const { urls, paths, expectation, kubernetes, policy, headers, followRedirects, tls, proxies } = inputs;
  const started = performance.now();
  const { timeoutMs, stableMs } = policy;
  const { workloads, inCluster } = kubernetes;
  const unfinished = await awaitRollouts(workloads, { timeoutMs, inCluster, signal });
  const ms = performance.now() - started;
  if (unfinished.length > 0) {
    const latency = { p50: undefined, p95: undefined };
    return { healthy: false, version: undefined, last: unfinished, watch: START, ms, stableMs, latency };
  }
  const endpoints = listEndpoints(urls, paths);
  info(`Asking ${endpoints.map(({ url }) => url).join(', ')}`);
  return watchDeployment({
    endpoints,
    expectation,
    policy: { ...policy, timeoutMs: Math.max(0, timeoutMs - ms) },
    headers,
    followRedirects,
    tls,
    environment: proxies,
    signal,
  });
}
