import type { RunOptions } from '@go-actions/action-kit';
import type { Answer } from '../../checks/answer.ts';
import type { Check, Task } from '../../checks/check.ts';
import { CHECKS, type CheckName } from '../../checks/index.ts';
import type { ReadyLinter } from '../../linters/linter.ts';
import type { LintRun } from '../context.ts';
import type { Module } from '../module.ts';
import { prepareAnalysis } from './analysis.ts';
import { openDisk } from './disk.ts';
import { runTool } from './processes.ts';

/** Runs one check in one module; `linter` is the program that the check names. */
export type CheckRunner = (
  check: CheckName,
  module: Module,
  linter: ReadyLinter | undefined,
) => Promise<Answer>;

/** Gives every check what it needs of the world, and leaves out those that have nothing to look at. */
export function prepareTasks(run: LintRun): CheckRunner {
  const { context, checkout, settings } = run;
  const readAnalysis = prepareAnalysis(run);
  return async (name, module, linter = ABSENT) => {
    const check: Check = CHECKS[name];
    const packages = run.packages.get(module.declared.dir);
    if (check.scope === 'packages' && module.goFiles.length === 0) return { skipped: 'no Go files' };
    if (check.scope === 'packages' && !packages) return { skipped: 'none of `packages`' };
    const disk = openDisk(checkout, module, context.temp);
    const taskWith = (env: Readonly<Record<string, string>>): Task => ({
      module,
      checkout,
      settings,
      packages: packages ?? [],
      linter,
      disk,
      exec: (program: string, args: readonly string[], options: RunOptions = {}) =>
        runTool(context, program, args, {
          cwd: module.dir,
          ...options,
          env: { ...env, ...options.env },
        }),
    });
    if (check.scope !== 'packages') return check.run(taskWith({}));
    const keepsCgo = async () => (await check.hasOwnTags?.(taskWith({}))) ?? false;
    return check.run(taskWith(await readAnalysis(module, packages ?? [], keepsCgo)));
  };
}

/** What a check without a linter has in its place. */
const ABSENT: ReadyLinter = { path: '', version: '', env: {}, cache: undefined };
