import type { Job, Run } from './run.ts';
import { describeVerdict, type Expectation, type Fact, findDifferences, type Scene } from './scene.ts';

/** A scene as it was played: its runs beside what was expected of them, and what was found outside of the engine's log. */
export type Played = {
  readonly scene: Pick<Scene, 'name' | 'story'>;
  readonly runs: readonly { readonly run: Run; readonly expected: Expectation | undefined }[];
  readonly facts: readonly Fact[];
  readonly ms: number;
};

export type Outcome = {
  readonly ok: boolean;
  /** What was expected and what came, in a word each; the second run of an event counts as well. */
  readonly expected: string;
  readonly got: string;
  readonly differences: readonly string[];
};

/** What a played scene comes to. Without an expectation (a repository of the user's own) a red run is not ok. */
export function judge(played: Played): Outcome {
  const verdicts = played.runs.map(({ run }) => describeVerdict(run));
  const wanted = played.runs.map(({ expected }) => (expected?.exit === 'failure' ? 'red' : 'green'));
  const differences = [
    ...played.runs.flatMap(({ run, expected }) => (expected ? findDifferences(expected, run) : [])),
    ...played.facts.filter((fact) => !fact.ok).map((fact) => `${fact.what}: ${fact.found}`),
  ];
  const judged = played.runs.every(({ expected }) => expected !== undefined);
  const agrees = differences.length === 0 && verdicts.every((verdict, i) => verdict === wanted[i]);
  return {
    ok: agrees,
    expected: judged ? wanted.join(', ') : '-',
    got: verdicts.join(', '),
    differences,
  };
}

/** The line that ends a scene in the terminal. */
export function renderOutcome(played: Played): string {
  const { ok, expected, got } = judge(played);
  const seconds = `${(played.ms / 1_000).toFixed(1)} s`;
  return `${ok ? '✓' : '✗'} ${played.scene.name.padEnd(17)} expected ${expected.padEnd(13)} got ${got.padEnd(13)} ${seconds.padStart(7)}`;
}

/** Why a red job is red, for the terminal: its error annotations, else the end of its log. */
export function renderFailure(job: Job): string[] {
  if (job.result !== 'failure') return [];
  const errors = job.annotations.filter((annotation) => annotation.level === 'error');
  const lines = errors.map(({ file, line, title, message }) => {
    const place = file ? `${file}${line ? `:${line}` : ''}: ` : '';
    return `    ${job.name}: ${place}${title ? `${title}: ` : ''}${message.split('\n')[0]}`;
  });
  return lines.length > 0 ? lines : job.tail.slice(-10).map((text) => `    ${job.name}: ${text}`);
}
