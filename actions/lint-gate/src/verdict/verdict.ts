import { counted } from '@go-actions/action-kit';
import type { Problem } from '../checks/answer.ts';
import type { Judged } from '../findings/classify.ts';
import type { Finding } from '../findings/finding.ts';
import { EXIT_CLASSES, type ExitClass, type Outcome, type Results } from '../run/outcome.ts';

export type Verdict = {
  readonly verdict: 'pass' | 'fail';
  readonly exitClass: ExitClass;
  /** One sentence that says it all. */
  readonly sentence: string;
  readonly judged: readonly Judged[];
  readonly outcomes: readonly Outcome[];
  readonly problems: readonly (Problem & { readonly where: string })[];
  readonly issues: number;
  readonly newIssues: number;
  readonly accepted: number;
};

/**
 * The verdict over all checks: a new finding of a check at level `error` fails it, and so does every check that gave no
 * result, whatever its level. The exit class is the worst one, in the order of EXIT_CLASSES.
 */
export function judge({ outcomes, failures }: Results, judged: readonly Judged[]): Verdict {
  const failed = failures.map(({ module, problem }) => ({
    ...problem,
    where: module === '.' ? 'the root module' : `the module ${module}`,
  }));
  const unanswered = outcomes.flatMap(({ check, module, problem }) =>
    problem ? [{ ...problem, where: `${check}${module === '.' ? '' : ` in ${module}`}` }] : [],
  );
  const problems = joinProblems([...failed, ...unanswered]);
  const fresh = judged.filter(({ status }) => status === 'new').map(({ finding }) => finding);
  const errors = fresh.filter(({ severity }) => severity === 'error').length;
  const classes: ExitClass[] = [...problems.map(({ kind }) => kind), errors > 0 ? 'issues' : 'clean'];
  const exitClass = EXIT_CLASSES[Math.max(...classes.map((name) => EXIT_CLASSES.indexOf(name)))] ?? 'crash';
  const counts = {
    issues: judged.length,
    newIssues: fresh.length,
    accepted: judged.filter(({ status }) => status === 'accepted').length,
  };
  return {
    verdict: exitClass === 'clean' ? 'pass' : 'fail',
    exitClass,
    sentence: sentence(outcomes, fresh, problems, counts),
    judged,
    outcomes,
    problems,
    ...counts,
  };
}

/** What stands in the way of several modules alike (a configuration at the root, a linter that cannot be had) is said once. */
function joinProblems(problems: Verdict['problems']): Verdict['problems'] {
  const same = Map.groupBy(problems, ({ kind, message }) => `${kind} ${message}`);
  return [...same.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const places = alike.map(({ where }) => where);
    const shown = places.slice(0, MOST_PLACES).join(', ');
    const more = places.length - MOST_PLACES;
    return [{ ...first, where: more > 0 ? `${shown} and ${more} more` : shown }];
  });
}

const MOST_PLACES = 5;

type Counts = { readonly issues: number; readonly newIssues: number; readonly accepted: number };

function sentence(
  outcomes: readonly Outcome[],
  fresh: readonly Finding[],
  problems: Verdict['problems'],
  { issues, newIssues, accepted }: Counts,
): string {
  const known = issues - newIssues - accepted;
  const kind = issues > newIssues ? 'new finding' : 'finding';
  const found = newIssues === 0 ? `no ${kind}s` : `${counted(newIssues, kind)} in ${describePlaces(fresh)}`;
  const rest = [known > 0 ? `${known} known` : '', accepted > 0 ? `${accepted} in the baseline` : ''].filter(
    Boolean,
  );
  const aside = rest.length > 0 ? ` (${rest.join(', ')})` : '';
  const ran = outcomes.filter(({ skipped }) => skipped === undefined);
  const scope = `${counted(new Set(ran.map(({ check }) => check)).size, 'check')}, ${counted(new Set(ran.map(({ module }) => module)).size, 'module')}`;
  const findings = `${found}${aside}; ${scope}`;
  if (problems.length === 0) return `${capital(findings)}.`;
  const failed = [...new Set(problems.map(({ where, kind: why }) => `${where} (${why})`))];
  const shown = failed.slice(0, 3).join(', ') + (failed.length > 3 ? ` and ${failed.length - 3} more` : '');
  return `${capital(`no result from ${shown}`)}; ${findings}.`;
}

function describePlaces(findings: readonly Finding[]): string {
  const files = new Set(findings.map(({ file }) => file));
  files.delete(undefined);
  return files.size > 0 ? counted(files.size, 'file') : 'the modules';
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
