import { stripVTControlCharacters } from 'node:util';

/** How a step or a job ended. */
export type Result = 'success' | 'failure' | 'skipped' | 'cancelled';

export type LogAnnotation = {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
};

/** One thing that the engine's log says. `job` tells the legs of a matrix apart, `id` is the job's key in the workflow. */
export type LogEvent = {
  readonly job: string;
  readonly id: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  /** The step's name; absent for what concerns the whole job. */
  readonly step?: string;
  readonly phase?: 'pre' | 'main' | 'post';
  /** Milliseconds since 1970. */
  readonly at: number;
} & (
  | { readonly kind: 'job-start' }
  | { readonly kind: 'job-end'; readonly result: Result }
  | { readonly kind: 'step-start' }
  | { readonly kind: 'step-end'; readonly result: Result; readonly ms: number }
  | { readonly kind: 'annotation'; readonly annotation: LogAnnotation }
  | { readonly kind: 'summary'; readonly markdown: string }
  | { readonly kind: 'output'; readonly name: string; readonly value: string }
  | { readonly kind: 'mask'; readonly secret: string }
  | { readonly kind: 'text'; readonly text: string }
);

/** A line of `act --json`, as far as we read it (act v0.2.87, pkg/runner/{logger,command,step}.go). */
type EngineLine = {
  job?: string;
  jobID?: string;
  jobResult?: string;
  matrix?: Record<string, unknown>;
  step?: string;
  stage?: string;
  stepResult?: string;
  executionTime?: number;
  msg?: string;
  raw?: string;
  raw_output?: boolean;
  command?: string;
  arg?: string;
  name?: string;
  kvPairs?: Record<string, string>;
  content?: string;
};

const SETUP = 'Set up job';
const LEVELS = ['error', 'warning', 'notice'] as const;
const RESULTS = ['success', 'failure', 'skipped', 'cancelled'] as const;

/**
 * Reads one line of the engine's log, which came `at` this time (the log's own has whole seconds only); `undefined` for
 * what says nothing about a job, and for anything that is not JSON.
 */
export function parseLogLine(text: string, at: number): LogEvent | undefined {
  const line = parseJson(text);
  if (!line?.job || !line.jobID) return undefined;
  const job = { job: line.job.trim(), id: line.jobID, matrix: line.matrix ?? {}, at };
  const result = RESULTS.find((known) => known === (line.jobResult ?? line.stepResult));
  if (line.jobResult) return { ...job, kind: 'job-end', result: result ?? 'failure' };
  if (line.step === SETUP) return line.stepResult ? undefined : { ...job, kind: 'job-start' };
  const phase = (line.stage ?? 'Main').toLowerCase() as 'pre' | 'main' | 'post';
  const step = { ...job, ...(line.step && { step: line.step, phase }) };
  if (line.stepResult) {
    if (!line.stage) return undefined; // the engine's own "Complete job"
    return { ...step, kind: 'step-end', result: result ?? 'failure', ms: (line.executionTime ?? 0) / 1e6 };
  }
  const level = LEVELS.find((known) => known === line.command);
  if (level) return { ...step, kind: 'annotation', annotation: toAnnotation(level, line) };
  if (line.command === 'summary') return { ...step, kind: 'summary', markdown: line.content ?? '' };
  if (line.command === 'set-output')
    return { ...step, kind: 'output', name: line.name ?? '', value: line.arg ?? '' };
  if (line.command === 'add-mask') return { ...step, kind: 'mask', secret: line.arg ?? '' };
  if (line.raw_output)
    return { ...step, kind: 'text', text: stripVTControlCharacters(line.msg ?? '').replace(/\r?\n$/, '') };
  if (line.stage && line.msg?.startsWith('⭐ Run ')) return { ...step, kind: 'step-start' };
  return undefined;
}

function toAnnotation(level: LogAnnotation['level'], line: EngineLine): LogAnnotation {
  const { title, file, line: at } = line.kvPairs ?? {};
  return {
    level,
    message: line.arg ?? '',
    ...(title && { title }),
    ...(file && { file }),
    ...(at && { line: Number(at) }),
  };
}

function parseJson(text: string): EngineLine | undefined {
  try {
    return JSON.parse(text) as EngineLine;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // a plain line, such as a stack of the engine itself
    throw error;
  }
}
