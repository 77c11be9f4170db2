import type { LogAnnotation, LogEvent, Result } from './engine-log.ts';

export type Step = {
  readonly name: string;
  readonly phase: string;
  readonly result: Result;
  readonly ms: number;
};

/** One job (or one leg of a matrix) as it ran. */
export type Job = {
  readonly id: string;
  /** Unique in the run: the id, and the matrix values where there are some. */
  readonly name: string;
  readonly result: Result;
  /** Milliseconds after the start of the run. */
  readonly start: number;
  readonly ms: number;
  readonly steps: readonly Step[];
  readonly annotations: readonly LogAnnotation[];
  /** Markdown, in the order in which the steps wrote it. */
  readonly summaries: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The end of the log, for a job that failed without saying why. */
  readonly tail: readonly string[];
};

/** One workflow run: its jobs in the order in which they started, then those that it skipped. */
export type Run = { readonly jobs: readonly Job[]; readonly exit: Result; readonly ms: number };

/** GitHub keeps this many annotations of a level for each step; the rest is not shown. */
const KEPT_PER_LEVEL = 10;
const TAIL = 40;

/** A job's name for people: `build (linux/arm64)`. */
export function describeJob({ id, matrix }: Pick<LogEvent, 'id' | 'matrix'>): string {
  const values = Object.values(matrix).map(describeValue).filter(Boolean);
  return values.length === 0 ? id : `${id} (${values.join(', ')})`;
}

/** A step's name for people: `owner/repo/actions/lint-gate@v1` is `lint-gate`, `actions/checkout@<sha>` is `checkout`. */
export function describeStep(name: string): string {
  const uses = /^[\w.-]+\/[\w./-]+@\S+$/.test(name);
  return uses ? (name.split('@')[0]?.split('/').at(-1) ?? name) : (name.split('\n')[0] ?? name);
}

/**
 * Puts the events of a whole run together. `jobIds` are the jobs that the workflow declares: those that never started were
 * skipped, which the engine does not log. Masked values are hidden everywhere, as on GitHub.
 */
export function collectRun(
  events: readonly LogEvent[],
  options: { jobIds: readonly string[]; exit: Result },
): Run {
  const byJob = Map.groupBy(events, (event) => event.job);
  const jobs = [...byJob.values()].map((logged) => collectJob(logged, events[0]?.at ?? 0));
  const started = new Set(jobs.map((job) => job.id));
  const skipped = options.jobIds.filter((id) => !started.has(id)).map(skippedJob);
  const times = events.map((event) => event.at);
  const ms = times.length === 0 ? 0 : (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { jobs: [...jobs, ...skipped], exit: options.exit, ms };
}

function collectJob(logged: readonly LogEvent[], runStart: number): Job {
  const events = hideSecrets(logged);
  const [first] = events as [LogEvent];
  const of = <Kind extends LogEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<LogEvent, { kind: Kind }> => event.kind === kind);
  return {
    id: first.id,
    name: describeJob(first),
    result: of('job-end').at(-1)?.result ?? 'cancelled',
    start: first.at - runStart,
    ms: (events.at(-1)?.at ?? first.at) - first.at,
    steps: of('step-end').map((event) => ({
      name: describeStep(event.step ?? ''),
      phase: event.phase ?? 'main',
      result: event.result,
      ms: event.ms,
    })),
    annotations: keepAnnotations(of('annotation')),
    summaries: of('summary').map((event) => event.markdown),
    outputs: Object.fromEntries(of('output').map((event) => [event.name, event.value])),
    tail: of('text')
      .slice(-TAIL)
      .map((event) => event.text),
  };
}

function skippedJob(id: string): Job {
  return {
    id,
    name: id,
    result: 'skipped',
    start: 0,
    ms: 0,
    steps: [],
    annotations: [],
    summaries: [],
    outputs: {},
    tail: [],
  };
}

function keepAnnotations(events: readonly Extract<LogEvent, { kind: 'annotation' }>[]): LogAnnotation[] {
  const kept = new Map<string, number>();
  return events
    .filter((event) => {
      const key = `${event.phase} ${event.step} ${event.annotation.level}`;
      const count = (kept.get(key) ?? 0) + 1;
      kept.set(key, count);
      return count <= KEPT_PER_LEVEL;
    })
    .map((event) => event.annotation);
}

/** The engine masks its messages only, not the fields that we read. */
function hideSecrets(events: readonly LogEvent[]): LogEvent[] {
  const secrets = events.flatMap((event) => (event.kind === 'mask' && event.secret ? [event.secret] : []));
  if (secrets.length === 0) return [...events];
  const longestFirst = secrets.sort((a, b) => b.length - a.length);
  const hide = (text: string) =>
    longestFirst.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text);
  return events.map((event) => {
    if (event.kind === 'summary') return { ...event, markdown: hide(event.markdown) };
    if (event.kind === 'text') return { ...event, text: hide(event.text) };
    if (event.kind === 'output') return { ...event, value: hide(event.value) };
    if (event.kind === 'mask') return { ...event, secret: '***' };
    if (event.kind !== 'annotation') return event;
    return { ...event, annotation: { ...event.annotation, message: hide(event.annotation.message) } };
  });
}

/** A matrix value: an object goes by its `name` or its `target`, else by all that is in it. */
function describeValue(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const { name, target } = value as Record<string, unknown>;
  return String(name ?? target ?? Object.values(value).map(describeValue).filter(Boolean).join('/'));
}
