import { code, codeBlock, details, escapeMarkdown, formatDuration, table } from '@go-actions/action-kit';
import { type Answer, isAnswer, type Trouble } from './answer.ts';
import type { Finding } from './judgement.ts';
import { redact } from './redaction.ts';
import type { Verdict } from './verdict.ts';

const REMEDIES: Readonly<Record<Trouble, string>> = {
  'not listening': 'Check `url`, and whether the deployment has started.',
  'wrong version': 'The rollout has not got there, or `version-from` reads something else.',
  unhealthy: 'The last answers are in the job summary.',
  timeout: 'Check what stands between this runner and `url`, and whether the service hangs.',
};

/** One line of progress: `3. after 12.0 s: https://…: unhealthy (it answers 503, not 2xx)`. */
export function renderAttempt(attempt: number, ms: number, findings: readonly Finding[]): string {
  return `${attempt}. after ${formatDuration(ms)}: ${renderTrouble(findings) ?? 'healthy'}`;
}

/** The sentence of the verdict, for the log and for people who read nothing else. */
export function renderSentence({ healthy, last, watch, ms, version, stableMs }: Verdict): string {
  const { attempts, relapses } = watch;
  const effort = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} in ${formatDuration(ms)}`;
  const steady = stableMs > 0 ? `, and stayed so for ${formatDuration(stableMs)}` : '';
  if (healthy)
    return `The deployment is healthy${version ? ` and runs ${version}` : ''}${steady} (${effort}).`;
  const relapsed =
    relapses > 0
      ? ` It was healthy ${relapses === 1 ? 'once' : `${relapses} times`}, but never for ${formatDuration(stableMs)}.`
      : '';
  return `The deployment is not what was released: ${renderTrouble(last)}.${relapsed} That was after ${effort}.`;
}

/** What to look at first; nothing when all is well. */
export function chooseRemedy({ last }: Verdict): string {
  const trouble = last.find((finding) => finding.trouble)?.trouble;
  return trouble ? REMEDIES[trouble.kind] : '';
}

function renderTrouble(findings: readonly Finding[]): string | undefined {
  const [first, ...more] = findings.filter(({ trouble }) => trouble);
  if (!first?.trouble) return undefined;
  const others = more.length > 0 ? `, and ${more.length} more` : '';
  return `${first.endpoint.url}: ${first.trouble.kind} (${flat(first.trouble.reason)})${others}`;
}

const flat = (text: string): string => text.replace(/\s+/g, ' ');

const SHOWN_BODY = 2_000;
const SHOWN_HEADERS = ['content-type', 'server', 'retry-after', 'location'];

/** The job summary: the sentence, each endpoint with who answered, and, when red, the last answers without their secrets. */
export function renderSummary(verdict: Verdict, secrets: readonly string[]): string {
  const { healthy, last, latency } = verdict;
  const rows = last.map(({ endpoint, outcome, trouble, version }) => [
    code(endpoint.url),
    trouble ? `❌ ${trouble.kind}: ${escapeMarkdown(trouble.reason)}` : '✅ healthy',
    version ? code(version) : '',
    formatDuration(outcome.ms),
    isAnswer(outcome) ? code(outcome.peer.address) : '',
    isAnswer(outcome) ? escapeMarkdown(describeTls(outcome)) : '',
  ]);
  const timing =
    latency.p50 === undefined
      ? ''
      : `Healthy answers took ${latency.p50} ms at the median, ${latency.p95} ms at the 95th percentile.\n\n`;
  const answers = healthy
    ? []
    : last.flatMap(({ endpoint, outcome }) => renderAnswer(endpoint.url, outcome, secrets));
  return [
    `### ${healthy ? '✅' : '❌'} ${escapeMarkdown(renderSentence(verdict))}\n\n`,
    healthy ? '' : `${chooseRemedy(verdict)}\n\n`,
    table(['Asked', 'Last answer', 'Version', 'Time', 'Answered by', 'TLS'], rows),
    timing,
    ...answers,
  ].join('');
}

function describeTls({ peer: { tls } }: Answer): string {
  return tls ? `${tls.protocol}, issued by ${tls.issuer || 'nobody'}, valid until ${tls.validTo}` : 'none';
}

function renderAnswer(url: string, outcome: Finding['outcome'], secrets: readonly string[]): string[] {
  if (!isAnswer(outcome)) return [];
  const headers = SHOWN_HEADERS.flatMap((name) => {
    const value = outcome.headers[name];
    return value === undefined ? [] : `${name}: ${value}`;
  });
  const text = [`HTTP ${outcome.status}`, ...headers, '', outcome.body].join('\n');
  return [details(code(url), codeBlock(redact(text, secrets, SHOWN_BODY), 'text'))];
}
