import { isAnswer, type Outcome, type Trouble } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import {
  type Expectation,
  findVersion,
  formatVersionSource,
  isExpected,
  isSameVersion,
} from './expectation.ts';

export type Asked = { readonly endpoint: Endpoint; readonly outcome: Outcome };

/** What one endpoint came to in one attempt; no trouble means healthy. */
export type Finding = Asked & {
  readonly version: string | undefined;
  readonly trouble: { readonly kind: Trouble; readonly reason: string } | undefined;
};

/** Judges one attempt: each endpoint by its status, each deployment by the version that its answers say. */
export function judge(asked: readonly Asked[], expectation: Expectation): Finding[] {
  const findings = asked.map((one) => judgeAlone(one, expectation));
  if (expectation.version === undefined) return findings;
  const byDeployment = Map.groupBy(findings, ({ endpoint }) => endpoint.deployment);
  const isSilent = ({ endpoint }: Finding) =>
    byDeployment.get(endpoint.deployment)?.every(({ version, trouble }) => !version && !trouble);
  const reason = `no answer says its version (${formatVersionSource(expectation.from)})`;
  return findings.map((finding) =>
    isSilent(finding) ? { ...finding, trouble: { kind: 'wrong version', reason } } : finding,
  );
}

function judgeAlone({ endpoint, outcome }: Asked, { statuses, version: wanted, from }: Expectation): Finding {
  if (!isAnswer(outcome)) return { endpoint, outcome, version: undefined, trouble: outcome };
  const version = findVersion(outcome, from);
  if (!isExpected(outcome.status, statuses)) {
    const reason = `it answers ${outcome.status}, not ${statuses.join(' or ')}`;
    return { endpoint, outcome, version, trouble: { kind: 'unhealthy', reason } };
  }
  const wrong = version !== undefined && wanted !== undefined && !isSameVersion(version, wanted);
  const trouble = wrong
    ? { kind: 'wrong version' as const, reason: `it runs ${version}, not ${wanted}` }
    : undefined;
  return { endpoint, outcome, version, trouble };
}
