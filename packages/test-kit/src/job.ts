import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type RunResult, run } from '@go-actions/action-kit';
import { loadCompiler } from './expressions.ts';
import { type ActionResult, runAction, wantsPost } from './run-action.ts';

export type JobOptions = {
  readonly workspace: string;
  /** The environment of every step, such as a cache service's addresses. */
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: unknown;
  /** Where HOME and temp lie; jobs whose paths must be alike, as on hosted runners, name the same one. Default: a new folder. */
  readonly folder?: string;
};

/** One job on a fresh runner: an empty HOME and temp folder, and what steps export reaches the steps after them. */
export type Job = AsyncDisposable & {
  readonly home: string;
  /** Runs the main phase of an action (a name of ours, or a folder with an action.yml). */
  uses(action: string, inputs?: Readonly<Record<string, string>>): Promise<ActionResult>;
  run(command: string, args: readonly string[]): Promise<RunResult>;
  /** Runs the post phases that the runner would run, last action first. */
  finish(): Promise<ActionResult[]>;
};

export async function startJob({ workspace, env = {}, event, folder: at }: JobOptions): Promise<Job> {
  const folder = at ?? (await mkdtemp(join(tmpdir(), 'go-actions-job-')));
  const [home, temp] = [join(folder, 'home'), join(folder, 'temp')];
  for (const path of [home, temp]) await mkdir(path, { recursive: true });
  await loadCompiler(); // not while a benchmark times a step
  const posts: { action: string; inputs: Readonly<Record<string, string>>; state: Record<string, string> }[] =
    [];
  const exported: Record<string, string> = {};
  let paths: string[] = [];
  const environment = () => ({
    ...env,
    HOME: home,
    XDG_CACHE_HOME: undefined,
    GOCACHE: undefined,
    GOMODCACHE: undefined,
    GOPATH: undefined,
    ...exported,
    PATH: [...paths, process.env.PATH ?? ''].join(delimiter),
  });
  const step = (action: string, inputs: Readonly<Record<string, string>>, state?: Record<string, string>) =>
    runAction(action, { workspace, inputs, event, temp, env: environment(), ...(state && { state }) });
  return {
    home,
    uses: async (action, inputs = {}) => {
      const result = await step(action, inputs);
      Object.assign(exported, result.exported);
      paths = [...result.paths.reverse(), ...paths];
      if (await wantsPost(action, result)) posts.unshift({ action, inputs, state: result.state });
      return result;
    },
    run: (command, args) => run(command, args, { cwd: workspace, env: environment() }),
    finish: async () => {
      const results: ActionResult[] = [];
      for (const { action, inputs, state } of posts.splice(0)) {
        results.push(await step(action, inputs, state));
      }
      return results;
    },
    [Symbol.asyncDispose]: async () => {
      await run('chmod', ['-R', 'u+w', folder]); // module caches hold read-only folders
      await rm(folder, { recursive: true, force: true });
    },
  };
}
