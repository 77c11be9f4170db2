import type { Answer, RawFinding } from '../checks/answer.ts';

type Named = { readonly target: string; readonly answer: Answer };

/**
 * One answer of those for several targets: a finding that several have counts once, a check without a result for one of them
 * has none, and one is skipped when it is for all.
 */
export function mergeAnswers(answers: readonly Named[]): Answer {
  const notes = [...new Set(answers.flatMap(({ answer }) => answer.notes ?? []))];
  const given = answers.flatMap(({ target, answer }) => ('findings' in answer ? [{ target, answer }] : []));
  const [first] = answers;
  if (first && given.length === 0) return { ...first.answer, notes };
  const findings = new Map<string, RawFinding>();
  for (const { answer } of given) {
    for (const finding of answer.findings) {
      const { file, line, column, rule, message } = finding;
      const key = [file, line, column, rule, message].join('\0');
      if (!findings.has(key)) findings.set(key, finding);
    }
  }
  const failed = given.find(({ answer }) => answer.problem);
  const problem = failed?.answer.problem && {
    ...failed.answer.problem,
    message: `For ${failed.target}: ${failed.answer.problem.message}`,
  };
  return { findings: [...findings.values()], problem, notes };
}
