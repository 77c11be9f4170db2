import type { LoggedAnnotation } from '../runner-files.ts';

/**
 * What the runner does that a local engine does not, each with its place in the source (actions/runner 2.336,
 * `src/Runner.Worker`). The strict runner keeps to these, and a test plants a violation of each.
 */
export const RULES = {
  'post-inputs':
    'a post phase evaluates `with` anew; below a composite of a composite it sees the inputs of the outer one (ActionRunner.cs, ExecutionContext.cs)',
  'shared-annotations':
    'the steps of a composite share the ten annotations of each level that the outer step has (ExecutionContext.cs)',
  matchers:
    'problem matchers of an earlier step turn lines of later ones into annotations, of their ten, stopped commands included (OutputManager.cs)',
  stderr: 'the error stream is read for commands and by matchers as well (NodeScriptActionHandler.cs)',
  'masked-outputs': 'an output of a job that holds a masked value is dropped (JobExtension.cs)',
  'masked-lines': 'every line of a masked value is masked, however short it is (Worker.cs)',
  'failed-main':
    'command files are read after a failed main phase too (ActionRunner.cs, FileCommandManager.cs)',
  'post-if':
    'whether a post phase runs is asked when its turn comes, with the status of the whole job (StepsRunner.cs, ActionRunner.cs)',
  'post-order':
    'post phases run in the reverse order of their main phases, also after a failure (JobExtension.cs)',
  'tokens-for-actions':
    'a `run` step gets no ACTIONS_RUNTIME_TOKEN, ACTIONS_RESULTS_URL or ACTIONS_CACHE_URL (NodeScriptActionHandler.cs)',
} as const;

export type RuleName = keyof typeof RULES;

/** The limit of each level, for one step of a job. */
export const ANNOTATIONS_OF_A_STEP = 10;

/** What of the annotations of one outer step reaches the page: the first ten of each level. */
export function shownAnnotations(all: readonly LoggedAnnotation[]): LoggedAnnotation[] {
  const count = { error: 0, warning: 0, notice: 0 };
  return all.filter(({ level }) => ++count[level] <= ANNOTATIONS_OF_A_STEP);
}

/** The values that the runner hides from now on: the whole secret and each of its lines. */
export function maskedValues(masks: readonly string[]): string[] {
  const values = masks.flatMap((mask) => [mask, ...mask.split(/\r?\n/)]);
  return [...new Set(values.filter((value) => value.trim() !== ''))];
}

/** The outputs of a job that its dependents get. */
export function keptOutputs(
  outputs: Readonly<Record<string, string>>,
  masks: readonly string[],
): Record<string, string> {
  const hidden = maskedValues(masks);
  return Object.fromEntries(
    Object.entries(outputs).filter(([, value]) => !hidden.some((secret) => value.includes(secret))),
  );
}

/** The variables of a job that an action gets and a script does not. */
export const FOR_ACTIONS_ONLY = /^ACTIONS_(RUNTIME_|RESULTS_|CACHE_|ORCHESTRATION_)/;
