import type { Failure } from './answer.ts';
import type { Finding } from './judgement.ts';

/** What `kubectl rollout status` is asked about. */
export type Workload = { readonly namespace: string | undefined; readonly name: string };

const NAME = '[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?';
const WORKLOAD = new RegExp(`^(?:(${NAME})/)?((?:deployment|statefulset|daemonset)/${NAME})$`);

/** `deployment/app`, or `shop/deployment/app` in another namespace than that of the context. Throws `expected …`. */
export function parseWorkload(text: string): Workload {
  const found = WORKLOAD.exec(text);
  if (!found?.[3])
    throw new Error(
      'expected a deployment, statefulset or daemonset, such as "deployment/app" or "shop/deployment/app"',
    );
  return { namespace: found[1], name: found[3] };
}

export const formatWorkload = ({ namespace, name }: Workload): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** How kubectl ended. */
export type Rollout = {
  readonly code: number | null;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly ms: number;
};

/** What `kubectl get --output=jsonpath` is asked once a rollout is complete; what a kind does not have stays empty. */
export const SCALE =
  'jsonpath={.spec.replicas},{.status.desiredNumberScheduled},{.spec.updateStrategy.rollingUpdate.partition}';

/**
 * Why a rollout that kubectl calls complete proves nothing, from what `SCALE` printed: no replica of it runs, or the partition
 * of a StatefulSet keeps the first ones at what ran before.
 */
export function findHeldBack(scale: string): string | undefined {
  const [replicas = '', scheduled = '', partition = ''] = scale.trim().split(',');
  if (replicas === '0' || scheduled === '0') return 'nothing of it runs: it has no replicas';
  const kept = Math.min(Number(partition), Number(replicas));
  return kept > 0 ? `its partition keeps ${kept} of ${replicas} replicas at what ran before` : undefined;
}

/** A rollout that is not complete, as what was asked last; `undefined` when it is. Only an exit of 0 says that it is. */
export function judgeRollout(
  workload: Workload,
  { code, stderr, timedOut, ms }: Rollout,
): Finding | undefined {
  if (code === 0 && !timedOut) return undefined;
  const said = stderr.trim().split('\n').at(-1)?.slice(0, 300) || `kubectl ended with ${code ?? 'a signal'}`;
  const isLate = timedOut || /timed out|deadline exceeded/i.test(said);
  const kind = isLate ? 'timeout' : 'unhealthy';
  return findingOf(workload, { kind, reason: `its rollout is not complete: ${said}`, ms });
}

export function findingOf(workload: Workload, outcome: Failure): Finding {
  const endpoint = { deployment: formatWorkload(workload), url: formatWorkload(workload) };
  const { kind, reason } = outcome;
  return { endpoint, outcome, version: undefined, trouble: { kind, reason } };
}
