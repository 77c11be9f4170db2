import type { Result } from './engine-log.ts';
import type { Run } from './run.ts';

/** An annotation that must be there: at this line of this file, saying this. */
export type ExpectedAnnotation = { readonly file: string; readonly line: number; readonly says: RegExp };

export type Expectation = {
  /** What the engine's exit code says of the whole run. */
  readonly exit: 'success' | 'failure';
  /** By job id; every leg of a matrix must end like this. */
  readonly jobs: Readonly<Record<string, Result>>;
  readonly annotations?: readonly ExpectedAnnotation[];
  /** What the job summaries, taken together, must say. */
  readonly summaries?: readonly RegExp[];
  /** What steps of a job must have set; every leg of a matrix. */
  readonly outputs?: readonly { readonly job: string; readonly name: string; readonly says: RegExp }[];
  /** Inputs of this run beside those of the scene. */
  readonly with?: Readonly<Record<string, string>>;
  /** Another workflow than the scene's, without the scene's inputs. */
  readonly of?: Pick<Scene, 'caller' | 'workflow'>;
};

/** Something found outside of the engine's log, in a peer or on disk. `ok: false` makes the scene differ. */
export type Fact = { readonly what: string; readonly found: string; readonly ok: boolean };

/** How the repository comes to the commit that the event is about. */
export type History =
  | {
      readonly kind: 'pull-request';
      /** A folder of changes; `hostile` are those of demo/hostile.ts. */
      readonly change: string;
      readonly title: string;
      /** The repository of somebody else that it comes from. */
      readonly from?: string;
    }
  | { readonly kind: 'tag'; readonly change: string; readonly title: string; readonly tag: string }
  /** The change is merged, and `main` is pushed. */
  | { readonly kind: 'main'; readonly change: string; readonly title: string }
  | { readonly kind: 'push' };

/** One story of the demo, as data. */
export type Scene = {
  readonly name: string;
  /** One sentence: what happens and what it shows. */
  readonly story: string;
  /** The repository that it happens in, below examples/; default: the example service. */
  readonly example?: string;
  readonly history: History;
  /** The caller's workflow, a path in this repository. */
  readonly caller: string;
  /** The workflow that it calls, a path in this repository; its jobs are what the run is about. */
  readonly workflow: string;
  /** Inputs that the caller gives to the workflow. */
  readonly with?: Readonly<Record<string, string>>;
  readonly peers:
    | 'none'
    | 'release'
    | 'releases'
    | 'login'
    | 'fork'
    | 'trap'
    | 'report'
    | 'calls'
    | 'old-git'
    | 'delivery';
  /** Tags that must be published in the end, and no others; for the peer `releases`. */
  readonly releases?: Readonly<Record<string, 'release' | 'prerelease'>>;
  /** The first run loses its token when it has made a draft. */
  readonly dies?: true;
  /** `vars.*` of the workflow, beside those of the peers. */
  readonly vars?: Readonly<Record<string, string>>;
  /** The tags that people find in the registry afterwards, by repository. */
  readonly delivered?: Readonly<Record<string, readonly string[]>>;
  /** One entry for each run of the same event. */
  readonly runs: readonly Expectation[];
  /** An output that must be the same in all runs, each time of the job that has it there. */
  readonly same?: { readonly what: string; readonly output: string; readonly jobs: readonly string[] };
  /** Played only when it is asked for: by its name, or with `--all`. */
  readonly extra?: true;
};

/** Compares an output between the runs of a scene. */
export function compareRuns({ same }: Pick<Scene, 'same'>, runs: readonly Run[]): Fact[] {
  if (!same) return [];
  const values = runs.map(
    (run, i) => run.jobs.find((job) => job.id === same.jobs[i])?.outputs[same.output] ?? '',
  );
  const ok = values.length === same.jobs.length && values[0] !== '' && new Set(values).size === 1;
  return [{ what: same.what, found: values.map((value) => value || 'none').join(' and '), ok }];
}

/** Compares a run with what its scene expects; an empty list means that nothing differs. */
export function findDifferences(expected: Expectation, run: Run): string[] {
  const differences: string[] = [];
  const differ = (what: string) => differences.push(what);
  if (run.exit !== expected.exit) differ(`the run ended with ${run.exit}, not ${expected.exit}`);
  for (const [id, wanted] of Object.entries(expected.jobs)) {
    const legs = run.jobs.filter((job) => job.id === id);
    if (legs.length === 0) differ(`there is no job ${id}`);
    for (const leg of legs) if (leg.result !== wanted) differ(`${leg.name} is ${leg.result}, not ${wanted}`);
  }
  const annotations = run.jobs.flatMap((job) => job.annotations);
  for (const { file, line, says } of expected.annotations ?? []) {
    const there = annotations.filter((found) => found.file === file && found.line === line);
    const text = there.map((found) => `${found.title ?? ''} ${found.message}`);
    if (!text.some((found) => says.test(found))) differ(`no annotation ${says} at ${file}:${line}`);
  }
  for (const { job: id, name, says } of expected.outputs ?? []) {
    for (const { name: leg, outputs } of run.jobs.filter((job) => job.id === id)) {
      if (!says.test(outputs[name] ?? ''))
        differ(`${leg} says ${name} is ${JSON.stringify(outputs[name])}, not ${says}`);
    }
  }
  const summary = run.jobs.flatMap((job) => job.summaries).join('\n');
  for (const says of expected.summaries ?? []) if (!says.test(summary)) differ(`no summary says ${says}`);
  return differences;
}

/** Red or green in words: of the job `gate` where there is one, else of the run. */
export function describeVerdict(run: Pick<Run, 'jobs' | 'exit'>): 'green' | 'red' {
  const gate = run.jobs.find((job) => job.id === 'gate')?.result ?? run.exit;
  return gate === 'success' && run.exit === 'success' ? 'green' : 'red';
}
