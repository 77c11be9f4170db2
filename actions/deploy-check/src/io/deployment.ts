import { setTimeout } from 'node:timers/promises';
import { printForeign } from '@go-actions/action-kit';
import type { Endpoint } from '../endpoint.ts';
import type { ExpectedAnswer } from '../expectation.ts';
import { judge } from '../judgement.ts';
import { percentile } from '../latency.ts';
import { renderAttempt } from '../report.ts';
import type { Verdict } from '../verdict.ts';
import { observe, type Policy, planNext, START } from '../watch.ts';
import { type Probe, probe } from './probe.ts';

/** A service that takes longer than this for its health is not healthy. */
const LONGEST_REQUEST_MS = 10_000;

export type WatchRequest = Pick<Probe, 'headers' | 'followRedirects' | 'tls' | 'environment'> & {
  readonly endpoints: readonly Endpoint[];
  readonly expectation: ExpectedAnswer;
  readonly policy: Policy;
  readonly signal: AbortSignal;
};

/** Asks all endpoints at once, again and again, until they were healthy for long enough or the time is up. */
export async function watchDeployment(request: WatchRequest): Promise<Verdict> {
  const { endpoints, expectation, policy, signal, ...connection } = request;
  const timeoutMs = Math.min(LONGEST_REQUEST_MS, Math.max(policy.timeoutMs, 1_000));
  const options: Probe = { ...connection, timeoutMs, statuses: expectation.statuses, signal };
  const started = performance.now();
  const latencies: number[] = [];
  let version: string | undefined;
  for (let watch = START; ; ) {
    const asked = endpoints.map(async (endpoint) => ({
      endpoint,
      outcome: await probe(endpoint.url, options),
    }));
    const last = judge(await Promise.all(asked), expectation);
    const ms = performance.now() - started;
    latencies.push(...last.filter(({ trouble }) => !trouble).map(({ outcome }) => outcome.ms));
    version = last.find((finding) => finding.version)?.version ?? version;
    watch = observe(watch, !last.some(({ trouble }) => trouble), ms);
    printForeign(renderAttempt(watch.attempts, ms, last));
    const next = planNext(watch, policy, ms, Math.random());
    if ('end' in next) {
      const at = (percent: number) => percentile(latencies, percent);
      const latency = { p50: at(50), p95: at(95) };
      return {
        healthy: next.end === 'healthy',
        version,
        last,
        watch,
        ms,
        stableMs: policy.stableMs,
        latency,
      };
    }
    await setTimeout(next.waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
