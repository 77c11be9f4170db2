import { type Annotation, budgetAnnotations, type Level } from '@go-actions/action-kit';
import type { Judged } from '../findings/classify.ts';
import type { Sources } from '../findings/source-text.ts';
import type { Verdict } from './verdict.ts';

/**
 * What to annotate within `limit`, most important first: checks without a result, then new errors, those on changed lines
 * before others, then new warnings. Only what is left after the budget has its column counted.
 */
export function planAnnotations(
  verdict: Verdict,
  sources: Sources,
  limit: Partial<Record<Level, number>>,
): Annotation[] {
  const problems = verdict.problems.map(({ where, kind, message }): Annotation => {
    return { level: 'error', title: `${where}: ${kind}`, message };
  });
  const fresh = verdict.judged.filter(({ status }) => status === 'new');
  const ranked = [false, true].flatMap((last) => fresh.filter(({ changed }) => (changed === false) === last));
  const chosen = budgetAnnotations([...problems, ...ranked.map(toAnnotation)], limit);
  return chosen.map((annotation) => countColumn(annotation, sources));
}

/** Assigned field by field: there may be tens of thousands, and all but some twenty are dropped at once. */
function toAnnotation({ finding }: Judged): Annotation {
  const { check, rule, message, file, line, endLine, column, severity } = finding;
  const title = rule === check ? check : `${check}: ${rule}`;
  const annotation: { -readonly [Field in keyof Annotation]: Annotation[Field] } = {
    level: severity,
    title,
    message,
  };
  if (file) annotation.file = file;
  if (line) annotation.line = line;
  if (endLine) annotation.endLine = endLine;
  // GitHub refuses columns on ranges of several lines.
  else if (column) annotation.column = column;
  return annotation;
}

function countColumn(annotation: Annotation, sources: Sources): Annotation {
  const { file, line, column } = annotation;
  const source = file ? sources.get(file) : undefined;
  return source && line && column ? { ...annotation, column: source.utf16Column(line, column) } : annotation;
}
