import { formatDuration } from '@go-actions/action-kit';
import type { LogEvent, Result } from './engine-log.ts';
import { describeJob, describeStep } from './run.ts';

const WORD: Record<Result, string> = {
  success: 'ok',
  failure: 'FAILED',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

/** The line to show while the engine works: starts and ends of jobs and of their steps; nothing for the rest. */
export function renderProgress(event: LogEvent): string | undefined {
  const job = describeJob(event);
  const post = event.phase === 'post' ? ' (post)' : '';
  const step = `    ${job} › ${describeStep(event.step ?? '')}${post}`;
  switch (event.kind) {
    case 'job-start':
      return `  ${job}`;
    case 'job-end':
      return `  ${job} ${WORD[event.result]}`;
    case 'step-start':
      return `${step} …`;
    case 'step-end':
      return `${step} ${WORD[event.result]} ${formatDuration(event.ms)}`;
    default:
      return undefined;
  }
}

/** Everything that the steps printed and annotated, each line behind its job and step. */
export function renderLog(events: readonly LogEvent[]): string {
  const lines = events.flatMap((event) => {
    const text = describeLine(event);
    const place = event.step ? `${describeJob(event)} › ${describeStep(event.step)}` : describeJob(event);
    return text === undefined ? [] : [`${place} | ${text}`];
  });
  return `${lines.join('\n')}\n`;
}

function describeLine(event: LogEvent): string | undefined {
  if (event.kind === 'text') return event.text.trimEnd();
  if (event.kind === 'annotation') return `${event.annotation.level}: ${event.annotation.message}`;
  if (event.kind === 'output') return `output ${event.name}=${event.value.slice(0, 200)}`;
  return renderProgress(event)?.trim();
}
