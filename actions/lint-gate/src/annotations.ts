import type { Annotation } from '@go-actions/action-kit';
import { type Sources, utf16Column } from './source-text.ts';
import type { Judged, Verdict } from './verdict.ts';

/**
 * What to annotate, most important first: checks without a result, then new errors, those on changed lines before others,
 * then new warnings. The budget is the kit's.
 */
export function planAnnotations(verdict: Verdict, sources: Sources): Annotation[] {
  const problems = verdict.problems.map(({ where, kind, message }): Annotation => {
    return { level: 'error', title: `${where}: ${kind}`, message };
  });
  const fresh = verdict.judged.filter(({ standing }) => standing === 'new');
  const ranked = [...fresh].sort((a, b) => rank(a) - rank(b));
  return [...problems, ...ranked.map(({ finding }) => toAnnotation(finding, sources))];
}

const rank = ({ changed }: Judged): number => (changed === false ? 1 : 0);

function toAnnotation(finding: Judged['finding'], sources: Sources): Annotation {
  const { check, rule, message, file, line, endLine, column, severity } = finding;
  const text = file && line ? sources.get(file)?.line(line) : undefined;
  return {
    level: severity,
    title: rule === check ? check : `${check}: ${rule}`,
    message,
    ...(file && { file }),
    ...(line && { line }),
    ...(endLine && { endLine }),
    // GitHub refuses columns on ranges of several lines.
    ...(column && !endLine && { column: text === undefined ? column : utf16Column(text, column) }),
  };
}
