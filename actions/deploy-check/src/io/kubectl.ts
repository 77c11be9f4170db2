import { ActionError, info, printForeign, run } from '@go-actions/action-kit';
import type { Finding } from '../judgement.ts';
import { findHeldBack, findingOf, formatWorkload, judgeRollout, SCALE, type Workload } from '../rollout.ts';

type Request = { readonly timeoutMs: number; readonly inCluster: boolean; readonly signal: AbortSignal };

/** Waits for every rollout, all at once; returns those that are not complete when the time is up. */
export async function awaitRollouts(
  workloads: readonly Workload[],
  { timeoutMs, inCluster, signal }: Request,
): Promise<Finding[]> {
  if (workloads.length === 0) return [];
  if (!inCluster) await requireContext(signal);
  info(`Waiting for the rollout of ${workloads.map(formatWorkload).join(', ')}`);
  const seconds = Math.max(1, Math.ceil(timeoutMs / 1_000));
  const findings = await Promise.all(
    workloads.map(async (workload) => {
      const { namespace, name } = workload;
      const place = namespace === undefined ? [] : [`--namespace=${namespace}`];
      const args = ['rollout', 'status', name, ...place, `--timeout=${seconds}s`];
      // kubectl's own limit holds for the watch alone, not for an API that does not answer.
      const rollout = await run('kubectl', args, { timeoutMs: seconds * 1_000 + 5_000, signal });
      signal.throwIfAborted();
      printForeign(rollout.stdout);
      const unfinished = judgeRollout(workload, rollout);
      if (unfinished) return unfinished;
      const get = ['get', name, ...place, `--output=${SCALE}`];
      const scale = await run('kubectl', get, { timeoutMs: 30_000, signal });
      signal.throwIfAborted();
      const { ms } = rollout;
      if (scale.code !== 0 || scale.timedOut) return judgeRollout(workload, { ...scale, ms }) ?? [];
      const reason = findHeldBack(scale.stdout);
      return reason === undefined ? [] : findingOf(workload, { kind: 'unhealthy', reason, ms });
    }),
  );
  return findings.flat();
}

/** Without a context kubectl asks whatever listens on port 8080 of this machine. */
async function requireContext(signal: AbortSignal): Promise<void> {
  const { code, stdout } = await run('kubectl', ['config', 'current-context'], { timeoutMs: 30_000, signal });
  if (code === 0 && stdout.trim() !== '') return;
  throw new ActionError('`kubernetes` is set, but kubectl has no current context.', {
    remedy: 'Set one up in a step before this one (KUBECONFIG), or leave `kubernetes` empty.',
  });
}
