import { type Answer, isAnswer, type Outcome, type Trouble } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import {
  type ExpectedAnswer,
  findVersion,
  formatVersionSource,
  isExpected,
  isSameVersion,
  judgeBody,
} from './expectation.ts';

export type Asked = { readonly endpoint: Endpoint; readonly outcome: Outcome };

/** What one endpoint came to in one attempt; no trouble means healthy. */
export type Finding = Asked & {
  readonly version: string | undefined;
  readonly trouble: { readonly kind: Trouble; readonly reason: string } | undefined;
};

/** Judges one attempt: each endpoint by its status, each deployment by the version that its answers say. */
export function judge(asked: readonly Asked[], expectation: ExpectedAnswer): Finding[] {
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

function judgeAlone({ endpoint, outcome }: Asked, expectation: ExpectedAnswer): Finding {
  const { statuses, version: wanted, from } = expectation;
  if (!isAnswer(outcome)) return { endpoint, outcome, version: undefined, trouble: outcome };
  const stranger = findStranger(outcome);
  if (stranger) return { endpoint, outcome, version: undefined, trouble: stranger };
  const version = findVersion(outcome, from);
  if (!isExpected(outcome.status, statuses)) {
    const reason = `it answers ${outcome.status}, not ${statuses.join(' or ')}`;
    return { endpoint, outcome, version, trouble: { kind: 'unhealthy', reason } };
  }
  const broken = judgeBody(outcome, expectation);
  if (broken) return { endpoint, outcome, version, trouble: { kind: 'unhealthy', reason: broken } };
  const wrong = version !== undefined && wanted !== undefined && !isSameVersion(version, wanted);
  const trouble = wrong
    ? { kind: 'wrong version' as const, reason: `it runs ${version}, not ${wanted}` }
    : undefined;
  return { endpoint, outcome, version, trouble };
}

/** Who answered in place of the service: that is never its health. */
function findStranger({ status, headers, peer }: Answer): Finding['trouble'] {
  if (peer.proxy && isOfProxy(status, headers))
    return { kind: 'not listening', reason: `the proxy ${peer.proxy} answers ${status} in its place` };
  // Who answers from a store has to say how old the answer is (RFC 9111, 5.1).
  const seconds = Number.parseInt(headers.age ?? '', 10); // of several, the first counts
  if (seconds > 0)
    return { kind: 'unhealthy', reason: `a cache answers in its place, from ${seconds} s ago (\`Age\`)` };
  return undefined;
}

/** What a proxy answers of its own: a login, a ban, or that it did not reach the service (RFC 9209 for `proxy-status`). */
const isOfProxy = (status: number, headers: Answer['headers']): boolean =>
  [403, 407, 502, 503, 504, 511].includes(status) ||
  headers['x-squid-error'] !== undefined ||
  /;\s*error=/.test(headers['proxy-status'] ?? '');
