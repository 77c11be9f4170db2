import type { RunOptions } from '@go-actions/action-kit';
import { type Answer, noResult } from '../../checks/answer.ts';
import type { Check, Task } from '../../checks/check.ts';
import { CHECKS, type CheckName } from '../../checks/index.ts';
import type { ReadyLinter } from '../../linters/linter.ts';
import type { LintRun } from '../context.ts';
import { mergeAnswers } from '../merge-answers.ts';
import type { Module } from '../module.ts';
import type { LintTarget } from '../target.ts';
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
  /** Runs a check in a module for one target; without one as the job's own environment says. */
  const runFor = async (
    check: Check,
    module: Module,
    linter: ReadyLinter,
    target: LintTarget | undefined,
  ): Promise<Answer> => {
    const patterns = patternsOf(check, run, module);
    if (patterns?.length === 0) return { skipped: 'none of `packages`' };
    const listing = patterns && (await packages.list(module, patterns, target));
    if (listing && 'failure' in listing) return NOT_LOADED;
    const listed = listing?.packages ?? [];
    const taskWith = (env: Readonly<Record<string, string>>): Task => ({
      module,
      checkout,
      settings,
      packages: patterns ?? [],
      listed,
      tags: target?.tags ?? [],
      linter,
      disk: openDisk(checkout, module, context.temp),
      exec: (program: string, args: readonly string[], options: RunOptions = {}) =>
        runTool(context, program, args, {
          cwd: module.dir,
          ...options,
          env: { ...(check.linter && OWN_LISTING), ...env, ...target?.env, ...options.env },
        }),
    });
    const hasOwnTags = async () => (await check.hasOwnTags?.(taskWith({}))) ?? false;
    if (patterns && listed.length === 0 && !(await hasOwnTags()))
      return target || isWhole(patterns) ? nothingToAnalyse(module) : nothingMatched(module, patterns);
    if (check.scope === 'packages') {
      // A target's own tags and files are not those that the question about cgo was asked for.
      const keepsCgo = async () => target !== undefined || (await hasOwnTags());
      return check.run(taskWith(await readAnalysis(module, patterns ?? [], keepsCgo)));
    }
    const answer = await check.run(taskWith({}));
    if (!('problem' in answer) || answer.problem?.kind !== 'crash') return answer;
    // What the go command cannot load, no check can judge: one reason is enough.
    const loaded = await packages.list(module, ['./...']);
    return 'failure' in loaded ? NOT_LOADED : answer;
  };
  return async (name, module, linter = ABSENT) => {
    const check: Check = CHECKS[name];
    const loads = check.scope === 'packages' || check.linter !== undefined;
    if (!loads || run.targets.length === 0) return runFor(check, module, linter, undefined);
    const answers: { target: string; answer: Answer }[] = [];
    for (const target of run.targets)
      answers.push({ target: target.name, answer: await runFor(check, module, linter, target) });
    return mergeAnswers(answers);
  };
}

/** Linters ask the go command what packages there are, as the gate does, and no other program (golang.org/x/tools, `packages`). */
const OWN_LISTING = { GOPACKAGESDRIVER: 'off' } as const;

const NOT_LOADED: Answer = { skipped: 'the module does not load' };

/** What a check analyses of a module; `undefined` for one that loads no packages. */
function patternsOf(check: Check, run: LintRun, module: Module): readonly string[] | undefined {
  if (check.scope === 'packages') return run.packages.get(module.declared.dir) ?? [];
  return check.linter ? ['./...'] : undefined;
}

const isWhole = (patterns: readonly string[]): boolean => patterns.every((pattern) => pattern === './...');

/** What somebody asked for by name is there, or misspelt. */
function nothingMatched({ name }: Module, patterns: readonly string[]): Answer {
  const where = name === '.' ? 'the root module' : `the module in ${name}`;
  return noResult('config', {
    found: `\`packages\` names ${patterns.join(', ')}, which matches no package of ${where}.`,
    remedy: 'Correct the path, or the build tags under which it has files.',
  });
}

function nothingToAnalyse({ name }: Module): Answer {
  const where = name === '.' ? 'The root module' : `The module in ${name}`;
  return {
    skipped: 'no package',
    notes: [`${where} has no package that is built here: nothing to analyse.`],
  };
}

/** What a check without a linter has in its place. */
const ABSENT: ReadyLinter = {
  path: '',
  version: '',
  env: {},
  cache: undefined,
  build: async () => ({ problem: 'the check has no linter' }),
};
