import { formatDuration } from '@go-actions/action-kit';
import type { LogAnnotation } from './engine-log.ts';
import { escapeHtml, renderMarkdown } from './markdown.ts';
import { MARK, renderJobs } from './page-jobs.ts';
import { STYLE } from './page-style.ts';
import { judge, type Played } from './report.ts';
import type { Job, Run } from './run.ts';
import type { Fact } from './scene.ts';

/** The whole report as one self-contained HTML page: no script, no outside request. `when` is shown as it is given. */
export function renderPage(played: readonly Played[], about: { subject: string; when: string }): string {
  const ok = played.every((scene) => judge(scene).ok);
  const verdict = describeAll(played, ok);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>go-actions demo: ${escapeHtml(verdict)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1><span class="${ok ? 'success' : 'failure'}" aria-hidden="true">${ok ? '✓' : '✗'}</span> ${escapeHtml(verdict)}</h1>
<p class="lead">The published workflows on ${escapeHtml(about.subject)}, run on this computer by nektos/act with the bundles of <code>dist/</code>, in ${formatDuration(played.reduce((sum, { ms }) => sum + ms, 0))}.</p>
${played.length > 1 ? `<nav class="index">${played.map(renderEntry).join('')}</nav>` : ''}
${played.map(renderScene).join('\n')}
<footer>${escapeHtml(about.when)}</footer>
</main>
</body>
</html>
`;
}

function describeAll(played: readonly Played[], ok: boolean): string {
  const judged = played.some(({ runs }) => runs.some(({ expected }) => expected));
  if (judged) return ok ? 'Every scene went as expected' : 'Not every scene went as expected';
  return ok ? 'The gate is green' : 'The gate is red';
}

/** In words what came, beside what should have come. */
function describeOutcome(played: Played): string {
  const { ok, expected, got } = judge(played);
  if (expected === '-') return got;
  const came = [...new Set(got.split(', '))].join(', then ');
  return ok ? `${came}, as it should be` : `${came}, expected ${expected}`;
}

function renderEntry(played: Played): string {
  const { ok } = judge(played);
  const name = escapeHtml(played.scene.name);
  return `<a href="#${name}"><b><span class="${ok ? 'success' : 'failure'}" aria-hidden="true">${ok ? '✓' : '✗'}</span> ${name}</b><span>${escapeHtml(describeOutcome(played))}</span><span>${formatDuration(played.ms)}</span></a>`;
}

function renderScene(played: Played): string {
  const { got, differences } = judge(played);
  const badges = got.split(', ').map((verdict) => `<span class="badge ${verdict}">${verdict}</span>`);
  const name = escapeHtml(played.scene.name);
  const differs = differences.map((what) => `<li>${escapeHtml(what)}</li>`).join('');
  return `<section id="${name}">
<header><h2>${name}</h2>${badges.join(' ')}<span class="time">${formatDuration(played.ms)}</span></header>
<p class="story">${escapeHtml(played.scene.story)}</p>
${differences.length > 0 ? `<h3 class="failure">Not as expected</h3><ul class="differs">${differs}</ul>` : ''}
${played.runs.map(({ run }, i) => renderRun(run, played.runs.length > 1 ? ` of run ${i + 1}` : '')).join('\n')}
${renderFacts(played.facts)}
</section>`;
}

function renderRun(run: Run, which: string): string {
  const annotations = run.jobs.flatMap((job) =>
    job.annotations.map((annotation) => renderAnnotation(job, annotation)),
  );
  const summaries = run.jobs.map(renderSummary).join('');
  return `<h3>Jobs${which}</h3>
${renderJobs(run)}
${annotations.length > 0 ? `<h3>Annotations${which}</h3><ul class="notes">${annotations.join('')}</ul>` : ''}
${summaries ? `<h3>Summaries${which}</h3>${summaries}` : ''}`;
}

function renderAnnotation(job: Job, { file, line, level, title, message }: LogAnnotation): string {
  const place = file ? `${file}${line ? `:${line}` : ''}` : job.name;
  const head = title ? `<b>${escapeHtml(title)}</b> ` : '';
  return `<li class="${level}"><span class="place"><span class="mono">${escapeHtml(place)}</span> ${level} from ${escapeHtml(job.name)}</span><p>${head}${escapeHtml(message)}</p></li>`;
}

function renderSummary(job: Job): string {
  if (job.summaries.length === 0) return '';
  const open = job.result === 'failure' ? ' open' : '';
  return `<details class="summary"${open}><summary><span class="${job.result}" role="img" aria-label="${job.result}">${MARK[job.result]}</span> ${escapeHtml(job.name)} <span class="soft">${readHeadline(job.summaries)}</span></summary><div class="markdown">${job.summaries.map(renderMarkdown).join('<hr>')}</div></details>`;
}

/** The heading of the job's last verdict, as HTML without tags, for those who do not open it; a post step has none. */
function readHeadline(summaries: readonly string[]): string {
  const first = summaries.map((summary) => summary.trimStart().split('\n')[0] ?? '');
  const heading = first.findLast((line) => line.startsWith('#')) ?? '';
  return renderMarkdown(heading.replace(/^#+ /, '')).replace(/<[^>]*>/g, '');
}

function renderFacts(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const rows = facts.map(
    ({ ok, what, found }) =>
      `<dt><span class="${ok ? 'success' : 'failure'}" role="img" aria-label="${ok ? 'as it should be' : 'wrong'}">${ok ? '✓' : '✗'}</span> ${escapeHtml(what)}</dt><dd>${escapeHtml(found)}</dd>`,
  );
  return `<h3>Found afterwards</h3><dl class="facts">${rows.join('')}</dl>`;
}
