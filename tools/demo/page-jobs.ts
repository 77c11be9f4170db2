import { formatDuration } from '@go-actions/action-kit';
import type { Result } from './engine-log.ts';
import { escapeHtml } from './markdown.ts';
import type { Job, Run, Step } from './run.ts';

export const MARK: Record<Result, string> = { success: '✓', failure: '✗', skipped: '–', cancelled: '◌' };
const LOG_LINES = 15;

/** The jobs of a run on one time line, each to be opened for its steps; what was skipped is one line below. */
export function renderJobs({ jobs, ms }: Run): string {
  const ran = jobs.filter(({ result }) => result !== 'skipped');
  const skipped = jobs.filter(({ result }) => result === 'skipped').map(({ name }) => escapeHtml(name));
  const rest = skipped.length > 0 ? `<p class="skipped">Skipped: ${skipped.join(', ')}</p>` : '';
  return `<div class="jobs">${ran.map((job) => renderJob(job, ms)).join('')}</div>${rest}`;
}

function renderJob(job: Job, total: number): string {
  const percent = (ms: number, of: number) => `${((ms / Math.max(1, of)) * 100).toFixed(2)}%`;
  const pieces = job.steps.length > 0 ? job.steps : [job];
  const parts = pieces.map(
    ({ result, ms }) => `<b class="${result}" style="flex-grow:${Math.max(1, Math.round(ms))}"></b>`,
  );
  const bar = `<span class="track" aria-hidden="true"><i style="left:${percent(job.start, total)};width:${percent(job.ms, total)}">${parts.join('')}</i></span>`;
  const head = `<span class="${job.result}" role="img" aria-label="${job.result}">${MARK[job.result]}</span><span class="name">${escapeHtml(job.name)}</span>${bar}<span class="time">${formatDuration(job.ms)}</span>`;
  return `<details><summary>${head}</summary><table class="steps">${job.steps.map(renderStep).join('')}</table>${renderTail(job)}</details>`;
}

function renderStep({ name, phase, result, ms }: Step): string {
  const when = phase === 'main' ? '' : ` <span class="soft">${phase}</span>`;
  return `<tr><td class="${result}">${MARK[result]}</td><td>${escapeHtml(name)}${when}</td><td class="time">${formatDuration(ms)}</td></tr>`;
}

/** The end of the log where no annotation says why. */
function renderTail({ result, annotations, tail }: Job): string {
  if (result !== 'failure' || annotations.some(({ level }) => level === 'error') || tail.length === 0)
    return '';
  return `<pre>${escapeHtml(tail.slice(-LOG_LINES).join('\n'))}</pre>`;
}
