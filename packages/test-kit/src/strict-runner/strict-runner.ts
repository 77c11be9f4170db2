import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@go-actions/action-kit';
import { parse } from 'yaml';
import { loadCompiler, type Status, type Value } from '../expressions.ts';
import { type ActionResult, runAction } from '../run-action.ts';
import { type LoggedAnnotation, listCommands, parseCommandFile } from '../runner-files.ts';
import { Matchers } from './matchers.ts';
import { FOR_ACTIONS_ONLY, keptOutputs, shownAnnotations } from './rules.ts';

const ROOT = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))));

/** A step of a job or of a composite action. */
export type StrictStep = {
  readonly id?: string;
  readonly if?: string;
  /** `$/…` of this repository, or the absolute path of an action's folder. */
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, unknown>>;
};

export type StrictJob = {
  readonly workspace: string;
  readonly temp: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: unknown;
  /** For each step's main phase; default: that of `runAction`. */
  readonly timeoutMs?: number;
  readonly steps: readonly StrictStep[];
  /** Expressions over `steps`. */
  readonly outputs?: Readonly<Record<string, string>>;
};

export type StrictResult = {
  readonly success: boolean;
  /** What a person sees on the page, outer step by outer step. */
  readonly annotations: readonly LoggedAnnotation[];
  readonly outputs: Readonly<Record<string, string>>;
  /** In the order in which they ran, with the inputs that each one saw. */
  readonly phases: readonly Phase[];
};

export type Phase = {
  readonly action: string;
  readonly phase: 'main' | 'post' | 'run';
  readonly inputs: Readonly<Record<string, string>>;
  readonly code: number | null;
  readonly stdout: string;
};

type Inputs = Readonly<Record<string, string>>;
type Manifest = {
  inputs?: Record<string, { default?: string | number | boolean }>;
  outputs?: Record<string, { value?: string }>;
  runs: { using: string; steps?: StrictStep[]; post?: string; 'post-if'?: string };
};

/** What one scope of steps knows: the job, or one composite action. */
type Scope = {
  /** `inputs` of the main phases here. */
  readonly inputs: Inputs;
  /** `inputs` that post phases of steps here are evaluated with: see the rule `post-inputs`. */
  readonly postInputs: Inputs;
  readonly steps: Record<string, Value>;
};

type Post = {
  readonly step: StrictStep;
  readonly folder: string;
  readonly scope: Scope;
  readonly state: Inputs;
};

type Ended = { readonly ok: boolean; readonly outputs: Record<string, string> };

/** Runs the steps of one job under the rules of `RULES`, composites included. */
export async function runStrictly(job: StrictJob): Promise<StrictResult> {
  const runner = await openRunner(job);
  const scope: Scope = { inputs: {}, postInputs: {}, steps: {} };
  const success = await runner.steps(job.steps, scope, 0);
  await runner.posts(success);
  const outputs: Record<string, string> = {};
  for (const [name, expression] of Object.entries(job.outputs ?? {}))
    outputs[name] = runner.text(expression, scope, success);
  return {
    success: success && !runner.failed(),
    annotations: runner.annotations(),
    outputs: keptOutputs(outputs, runner.masks),
    phases: runner.phases,
  };
}

async function openRunner(job: StrictJob) {
  const compile = await loadCompiler();
  const env: Record<string, string> = { ...job.env };
  const phases: Phase[] = [];
  const masks: string[] = [];
  const posts: Post[] = [];
  const outer: LoggedAnnotation[][] = [];
  const matchers = new Matchers();
  let broken = false;

  const text = (expression: unknown, scope: Pick<Scope, 'inputs' | 'steps'>, success = true): string => {
    const context = { ...NOTHING, ...scope, env, github: describeGithub(env), runner: { temp: job.temp } };
    const status: Status = { success, failure: !success, cancelled: false };
    return String(expression ?? '').replace(/\$\{\{[\s\S]*?\}\}/g, (found) => {
      const value = compile(found, Object.keys(context))(context as never, status);
      return value === null ? '' : typeof value === 'object' ? 'Array' : String(value);
    });
  };
  const wanted = (step: StrictStep, scope: Scope, success: boolean): boolean => {
    const expression = step.if ?? 'success()';
    const bare = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(expression)?.[1] ?? expression;
    const asks = /\b(always|failure|cancelled|success)\(/.test(bare) ? bare : `success() && (${bare})`;
    return text(`\${{ (${asks}) && 'yes' || 'no' }}`, scope, success) === 'yes';
  };
  const note = async (phase: Phase, streams: { stdout: string; stderr: string }) => {
    phases.push(phase);
    if (phase.phase === 'post') outer.push([]);
    for (const text of [streams.stdout, streams.stderr]) {
      outer.at(-1)?.push(...(await matchers.readAnnotations(text)));
      for (const { name, message } of listCommands(text)) if (name === 'add-mask') masks.push(message);
    }
  };
  const take = (result: Pick<ActionResult, 'exported' | 'paths'>) => {
    Object.assign(env, result.exported);
    if (result.paths.length > 0)
      env.PATH = [...result.paths.toReversed(), env.PATH ?? process.env.PATH].join(':');
  };
  const inputsOf = (manifest: Manifest, step: StrictStep, scope: Pick<Scope, 'inputs' | 'steps'>): Inputs =>
    Object.fromEntries(
      Object.entries(manifest.inputs ?? {}).map(([name, { default: fallback = '' }]) => {
        const given = step.with && Object.hasOwn(step.with, name) ? step.with[name] : undefined;
        return [name, text(given ?? fallback, given === undefined ? { inputs: {}, steps: {} } : scope)];
      }),
    );

  const ownEnvironment = (step: StrictStep, scope: Scope, success: boolean): Record<string, string> =>
    Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, text(value, scope, success)]),
    );
  const runStep = async (step: StrictStep, scope: Scope, depth: number, success: boolean): Promise<Ended> => {
    if (step.run !== undefined) return runScript(step, scope, success);
    const folder = folderOf(step.uses ?? '');
    const manifest = await readManifest(folder);
    const inputs = inputsOf(manifest, step, scope);
    if (manifest.runs.using === 'composite') {
      const inner: Scope = { inputs, postInputs: depth === 0 ? inputs : scope.inputs, steps: {} };
      const ok = await steps(manifest.runs.steps ?? [], inner, depth + 1);
      const outputs = Object.entries(manifest.outputs ?? {}).map(([name, { value }]) => [
        name,
        text(value, inner, ok),
      ]);
      return { ok, outputs: Object.fromEntries(outputs) as Record<string, string> };
    }
    const own = ownEnvironment(step, scope, success);
    const result = await runAction(folder, {
      workspace: job.workspace,
      inputs,
      temp: job.temp,
      event: job.event,
      ...(job.timeoutMs !== undefined && { timeoutMs: job.timeoutMs }),
      env: { ...env, ...own },
    });
    await note({ action: folder, phase: 'main', inputs, code: result.code, stdout: result.stdout }, result);
    take(result); // the rule `failed-main`
    if (manifest.runs.post) posts.unshift({ step, folder, scope, state: result.state });
    return { ok: result.code === 0, outputs: result.outputs };
  };
  const runScript = async (step: StrictStep, scope: Scope, success: boolean): Promise<Ended> => {
    const own = ownEnvironment(step, scope, success);
    const withheld = Object.keys(env).filter((name) => FOR_ACTIONS_ONLY.test(name));
    const output = join(job.temp, `output-${phases.length}`);
    const { code, stdout, stderr } = await run('bash', ['-e', '-c', text(step.run, scope, success)], {
      cwd: job.workspace,
      env: {
        ...env,
        ...Object.fromEntries(withheld.map((name) => [name, undefined])),
        GITHUB_OUTPUT: output,
        ...own,
      },
    });
    await note({ action: 'run', phase: 'run', inputs: {}, code, stdout }, { stdout, stderr });
    const outputs = parseCommandFile(await readFile(output, 'utf8').catch(() => '')); // nothing was set
    return { ok: code === 0, outputs };
  };
  const steps = async (list: readonly StrictStep[], scope: Scope, depth: number): Promise<boolean> => {
    let success = true;
    for (const step of list) {
      if (depth === 0) outer.push([]);
      const runs = wanted(step, scope, success);
      const { ok, outputs }: Ended = runs
        ? await runStep(step, scope, depth, success)
        : { ok: true, outputs: {} };
      const outcome = !runs ? 'skipped' : ok ? 'success' : 'failure';
      if (step.id) scope.steps[step.id] = { outputs, outcome, conclusion: outcome };
      success &&= ok;
    }
    return success;
  };
  return {
    steps,
    text,
    masks,
    phases,
    failed: () => broken,
    annotations: () => outer.flatMap((all) => shownAnnotations(all)),
    posts: async (success: boolean) => {
      for (const { step, folder, scope, state } of posts.splice(0)) {
        const manifest = await readManifest(folder);
        if (!wanted({ if: manifest.runs['post-if'] ?? 'always()' }, scope, success && !broken)) continue;
        const inputs = inputsOf(manifest, step, { inputs: scope.postInputs, steps: scope.steps });
        const result = await runAction(folder, {
          workspace: job.workspace,
          inputs,
          temp: job.temp,
          event: job.event,
          env: { ...env },
          state,
        });
        await note(
          { action: folder, phase: 'post', inputs, code: result.code, stdout: result.stdout },
          result,
        );
        take(result);
        broken ||= result.code !== 0;
      }
    },
  };
}

/** What a job without a matrix knows of it. */
const NOTHING = {
  matrix: null,
  strategy: { 'fail-fast': true, 'job-index': 0, 'job-total': 1, 'max-parallel': 1 },
};

/** The `github` context, as far as expressions of ours read it. */
function describeGithub(env: Inputs): Record<string, string> {
  const { GITHUB_TOKEN: token = '', GITHUB_WORKFLOW: workflow = 'ci', GITHUB_JOB: job = 'test' } = env;
  return { token, workflow, job };
}

function folderOf(uses: string): string {
  if (uses.startsWith('$/')) return resolve(ROOT, uses.slice(2));
  if (isAbsolute(uses)) return uses;
  throw new Error(`The strict runner takes $/… and absolute paths, found ${JSON.stringify(uses)}`);
}

async function readManifest(folder: string): Promise<Manifest> {
  return parse(await readFile(join(folder, 'action.yml'), 'utf8')) as Manifest;
}
