import type { RunOptions } from '@go-actions/action-kit';
import type { Answer } from '../../checks/answer.ts';
import type { Check, Task } from '../../checks/check.ts';
import { CHECKS, type CheckName } from '../../checks/index.ts';
import type { ReadyLinter } from '../../linters/linter.ts';
import type { LintRun } from '../context.ts';
import type { Module } from '../module.ts';
import { prepareAnalysis } from './analysis.ts';
import { openDisk } from './disk.ts';
import type { PackageLister } from './packages.ts';
import { runTool } from './processes.ts';

/** Runs one check in one module; `linter` is the program that the check names. */
export type CheckRunner = (
  check: CheckName,
  module: Module,
  linter: ReadyLinter | undefined,
) => Promise<Answer>;

/** Gives every check what it needs of the world, and leaves out those that have nothing to look at. */
export function prepareTasks(run: LintRun, packages: PackageLister): CheckRunner {
  const { context, checkout, settings } = run;
  const readAnalysis = prepareAnalysis(run);
  return async (name, module, linter = ABSENT) => {
    const check: Check = CHECKS[name];
    const patterns = patternsOf(check, run, module);
    if (patterns?.length === 0) return { skipped: 'none of `packages`' };
    const listing = patterns && (await packages.list(module, patterns));
    if (listing && 'failure' in listing) return NOT_LOADED;
    const listed = listing?.packages ?? [];
    const taskWith = (env: Readonly<Record<string, string>>): Task => ({
      module,
      checkout,
      settings,
      packages: patterns ?? [],
      listed,
      linter,
      disk: openDisk(checkout, module, context.temp),
      exec: (program: string, args: readonly string[], options: RunOptions = {}) =>
        runTool(context, program, args, {
          cwd: module.dir,
          ...options,
          env: { ...env, ...options.env },
        }),
    });
    const hasOwnTags = async () => (await check.hasOwnTags?.(taskWith({}))) ?? false;
    if (patterns && listed.length === 0 && !(await hasOwnTags())) return nothingToAnalyse(module);
    if (check.scope === 'packages') {
      return check.run(taskWith(await readAnalysis(module, patterns ?? [], hasOwnTags)));
    }
    const answer = await check.run(taskWith({}));
    if (!('problem' in answer) || answer.problem?.kind !== 'crash') return answer;
    // What the go command cannot load, no check can judge: one reason is enough.
    const loaded = await packages.list(module, ['./...']);
    return 'failure' in loaded ? NOT_LOADED : answer;
  };
}

const NOT_LOADED: Answer = { skipped: 'the module does not load' };

/** What a check analyses of a module; `undefined` for one that loads no packages. */
function patternsOf(check: Check, run: LintRun, module: Module): readonly string[] | undefined {
  if (check.scope === 'packages') return run.packages.get(module.declared.dir) ?? [];
  return check.linter ? ['./...'] : undefined;
}

function nothingToAnalyse({ name }: Module): Answer {
  const where = name === '.' ? 'The root module' : `The module in ${name}`;
  return {
    skipped: 'no package',
    notes: [`${where} has no package that is built here: nothing to analyse.`],
  };
}

/** What a check without a linter has in its place. */
const ABSENT: ReadyLinter = { path: '', version: '', env: {}, cache: undefined };
