import { formatDuration } from '@go-actions/action-kit';
import type { LogAnnotation, Result } from './engine-log.ts';
import { escapeHtml, renderMarkdown } from './markdown.ts';
import { STYLE } from './page-style.ts';
import { judge, type Played } from './report.ts';
import type { Job, Run } from './run.ts';
import type { Fact } from './scene.ts';

const MARK: Record<Result, string> = { success: '✓', failure: '✗', skipped: '–', cancelled: '◌' };

/** The whole report as one self-contained HTML page: no script, no outside request. `when` is shown as it is given. */
export function renderPage(played: readonly Played[], about: { subject: string; when: string }): string {
  const ok = played.every((scene) => judge(scene).ok);
  const judged = played.some(({ runs }) => runs.some(({ expected }) => expected));
  const verdict = judged
    ? ok
      ? 'Every scene went as expected'
      : 'Not every scene went as expected'
    : ok
      ? 'The gate is green'
      : 'The gate is red';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>go-actions demo: ${escapeHtml(verdict)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1 class="${ok ? 'green' : 'red'}">${escapeHtml(verdict)}</h1>
<p class="lead">The published workflows on ${escapeHtml(about.subject)}, run on this computer by nektos/act.</p>
${played.length > 1 ? `<nav class="index">${played.map(renderEntry).join('')}</nav>` : ''}
${played.map(renderScene).join('\n')}
<footer>${escapeHtml(about.when)}</footer>
</main>
</body>
</html>
`;
}

function renderEntry(played: Played): string {
  const { ok, got } = judge(played);
  const name = escapeHtml(played.scene.name);
  return `<a href="#${name}"><b>${name}</b><span class="${ok ? 'green' : 'red'}">${ok ? 'as expected' : 'differs'}</span><br><span>${got}, ${formatDuration(played.ms)}</span></a>`;
}

function renderScene(played: Played): string {
  const { got, differences } = judge(played);
  const verdicts = got.split(', ');
  const badges = verdicts.map((verdict) => `<span class="badge ${verdict}">${verdict}</span>`).join(' ');
  const name = escapeHtml(played.scene.name);
  return `<section id="${name}">
<header><h2>${name}</h2>${badges}<span class="time">${formatDuration(played.ms)}</span></header>
<p class="story">${escapeHtml(played.scene.story)}</p>
${differences.length > 0 ? `<h3 class="red">Differs</h3><ul class="differs">${differences.map((what) => `<li>${escapeHtml(what)}</li>`).join('')}</ul>` : ''}
${played.runs.map(({ run }, i) => renderRun(run, played.runs.length > 1 ? ` of run ${i + 1}` : '')).join('\n')}
${renderFacts(played.facts)}
</section>`;
}

function renderRun(run: Run, which: string): string {
  const annotations = run.jobs.flatMap((job) => job.annotations.map((annotation) => ({ job, annotation })));
  return `<h3>Jobs${which}</h3>
<ul class="jobs">${run.jobs.map((job) => renderJob(job, run.ms)).join('')}</ul>
${annotations.length > 0 ? `<h3>Annotations${which}</h3><ul class="notes">${annotations.map(({ job, annotation }) => renderAnnotation(job, annotation)).join('')}</ul>` : ''}
${run.jobs.some((job) => job.summaries.length > 0) ? `<h3>Summaries${which}</h3>${run.jobs.map(renderSummary).join('')}` : ''}`;
}

function renderJob(job: Job, total: number): string {
  const percent = (ms: number) => ((ms / Math.max(1, total)) * 100).toFixed(2);
  const bar =
    job.result === 'skipped'
      ? ''
      : `<span class="track"><i class="${job.result}" style="left:${percent(job.start)}%;width:${percent(job.ms)}%"></i></span>`;
  const steps = job.steps
    .map((step) => `${step.name}${step.phase === 'post' ? ' (post)' : ''} ${formatDuration(step.ms)}`)
    .join('\n');
  return `<li title="${escapeHtml(steps)}"><span class="${job.result}" aria-label="${job.result}">${MARK[job.result]}</span><span class="name">${escapeHtml(job.name)}</span>${bar || '<span class="skipped">skipped</span>'}<span class="time">${job.result === 'skipped' ? '' : formatDuration(job.ms)}</span></li>`;
}

function renderAnnotation(job: Job, annotation: LogAnnotation): string {
  const place = annotation.file
    ? `${annotation.file}${annotation.line ? `:${annotation.line}` : ''}`
    : job.name;
  const title = annotation.title ? `<b>${escapeHtml(annotation.title)}</b> ` : '';
  return `<li class="${annotation.level}"><span class="place"><span class="mono">${escapeHtml(place)}</span> ${annotation.level} from ${escapeHtml(job.name)}</span><p>${title}${escapeHtml(annotation.message)}</p></li>`;
}

function renderSummary(job: Job): string {
  if (job.summaries.length === 0) return '';
  const open = job.result === 'failure' ? ' open' : '';
  return `<details class="summary"${open}><summary>${escapeHtml(job.name)} <span class="${job.result}">${MARK[job.result]}</span></summary><div class="markdown">${job.summaries.map(renderMarkdown).join('<hr>')}</div></details>`;
}

function renderFacts(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const rows = facts.map(
    ({ ok, what, found }) =>
      `<tr><td class="${ok ? 'success' : 'failure'}">${ok ? '✓' : '✗'}</td><td>${escapeHtml(what)}</td><td>${escapeHtml(found)}</td></tr>`,
  );
  return `<h3>Found afterwards</h3><table class="facts">${rows.join('')}</table>`;
}
