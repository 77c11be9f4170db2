export type Level = 'error' | 'warning' | 'notice';

/** A message at a place in a file of the repository; lines and columns are 1-based, columns in UTF-16 units. */
export type Annotation = {
  readonly level: Level;
  readonly message: string;
  readonly title?: string;
  /** Relative to the repository's root. */
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
};

/** GitHub keeps ten of each level a step and cuts messages at 4,096 characters (actions/runner, ExecutionContext.cs). */
export const ANNOTATIONS_PER_LEVEL = 10;
const MESSAGE_LIMIT = 4_000;

/**
 * How many annotations of each level a step may write beside its last error, the sentence of a red step. The steps of a
 * composite action share GitHub's ten (`ExecutionContext.cs`): it hands each step its share, that sentence included, in the
 * environment variable GO_ACTIONS_ANNOTATIONS.
 */
export function planBudget(share: string | undefined): Record<Level, number> {
  const given = /^\d{1,2}$/.test(share ?? '') ? Number(share) : ANNOTATIONS_PER_LEVEL;
  const places = Math.min(ANNOTATIONS_PER_LEVEL, given);
  return { error: Math.max(0, places - 1), warning: places, notice: places };
}

/**
 * Chooses what to annotate: at most `limit` of each level, in the given order of importance but spread over files, so that
 * one noisy file does not hide the others. When some do not fit, the last place of that level says how many more there are.
 */
export function budgetAnnotations(
  annotations: readonly Annotation[],
  limit: number | Partial<Record<Level, number>> = ANNOTATIONS_PER_LEVEL,
): Annotation[] {
  return (['error', 'warning', 'notice'] as const).flatMap((level) => {
    const places = typeof limit === 'number' ? limit : (limit[level] ?? ANNOTATIONS_PER_LEVEL);
    const wanted = annotations.filter((annotation) => annotation.level === level);
    if (wanted.length <= places) return wanted.map(shorten);
    if (places <= 0) return [];
    const shown = spreadOverFiles(wanted)
      .slice(0, places - 1)
      .map(shorten);
    const message = `${wanted.length - shown.length} more; the job summary lists them all.`;
    return [...shown, { level, message }];
  });
}

/** Round robin over the files, keeping the order inside each file and between first appearances. */
function spreadOverFiles(annotations: readonly Annotation[]): Annotation[] {
  const rank = new Map<string, number>();
  return annotations
    .map((annotation, order) => {
      const file = annotation.file ?? '';
      const round = rank.get(file) ?? 0;
      rank.set(file, round + 1);
      return { annotation, order, round };
    })
    .sort((a, b) => a.round - b.round || a.order - b.order)
    .map(({ annotation }) => annotation);
}

function shorten(annotation: Annotation): Annotation {
  if (annotation.message.length <= MESSAGE_LIMIT) return annotation;
  return { ...annotation, message: `${annotation.message.slice(0, MESSAGE_LIMIT - 2)} …` };
}
