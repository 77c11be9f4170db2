import { counted, formatDuration } from '@go-actions/action-kit';
import type { Judged } from '../findings/classify.ts';
import type { Outcome } from '../run/outcome.ts';

/** One line for a check that has ended in one module. */
export function renderOutcome({ check, module, ms, findings, problem, skipped }: Outcome): string {
  const what = problem
    ? problem.kind
    : skipped
      ? `skipped: ${skipped}`
      : findings.length === 0
        ? 'ok'
        : counted(findings.length, 'finding');
  const time = skipped ? '' : `  ${formatDuration(ms)}`;
  return `${check.padEnd(12)} ${module.padEnd(20)} ${what}${time}`;
}

const LOG_LIMIT = 1_000;

/** The new findings in the form that editors link, `file:line:column: message (rule)`; foreign text. */
export function renderLog(judged: readonly Judged[]): string {
  const fresh = judged.filter(({ status }) => status === 'new');
  const lines = fresh.slice(0, LOG_LIMIT).map(({ finding }) => {
    const { file, line, column, message, rule, module } = finding;
    const place = [file ?? module, line, line && column].filter((part) => part !== undefined).join(':');
    return `${flat(place)}: ${message.replaceAll('\n', '\n\t')} (${rule})\n`;
  });
  const rest = fresh.length - lines.length;
  return lines.join('') + (rest > 0 ? `… ${counted(rest, 'more finding')}\n` : '');
}

const flat = (text: string): string => text.replace(/[\r\n]/g, ' ');
