import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { sep } from 'node:path';
import { ActionError, describeError, info, printForeign } from '@go-actions/action-kit';
import type { Answer, Problem, RawFinding } from '../../checks/answer.ts';
import type { Check } from '../../checks/check.ts';
import { CHECK_NAMES, CHECKS, type CheckName } from '../../checks/index.ts';
import { placeFindings } from '../../findings/finding.ts';
import { openDirectives } from '../../findings/io/directives.ts';
import type { LineDirectives } from '../../findings/line-directives.ts';
import type { ReadyLinter } from '../../linters/linter.ts';
import { renderOutcome } from '../../verdict/log-lines.ts';
import type { LintRun } from '../context.ts';
import { explainFailure } from '../listing.ts';
import type { Module } from '../module.ts';
import type { ModuleFailure, Outcome, Results } from '../outcome.ts';
import { PackageLister } from './packages.ts';
import { Semaphore } from './semaphore.ts';
import { prepareTasks } from './tasks.ts';

type Pair = {
  readonly check: CheckName;
  readonly module: Module;
  readonly directives: () => LineDirectives;
};

const TICK_MS = 20_000;

/**
 * Runs every check in every module: the quick ones first, the slow ones beside them as soon as their tool is there, at most
 * one process per CPU. Each outcome is printed as it comes; the result is in the order of checks and modules.
 */
export async function runChecks(run: LintRun): Promise<Results> {
  const modules = run.checkout.modules.map((module) => ({ module, directives: openDirectives(module) }));
  const pairs = CHECK_NAMES.filter((check) => run.levels[check] !== 'off').flatMap((check) =>
    modules
      .filter(({ module }) => run.only?.(check, module.name) ?? true)
      .map((at): Pair => ({ check, ...at })),
  );
  const names = (speed: Check['speed']) =>
    [...new Set(pairs.map(({ check }) => check))].filter((check) => CHECKS[check].speed === speed);
  info(`Order: ${[names('light').join(', '), names('slow').join(', ')].filter(Boolean).join(', then ')}.`);

  const packages = new PackageLister(run);
  const runCheck = prepareTasks(run, packages);
  const processors = new Semaphore(availableParallelism());
  const running = new Set<string>();
  const ticker = setInterval(() => {
    if (running.size > 0) printForeign(`Still running: ${[...running].join(', ')} ...`);
  }, TICK_MS);
  try {
    const compiled = async () => {
      await null; // until all of them have started
      await Promise.all(started.filter((_, at) => pairs[at]?.check === 'vet'));
    };
    const started = pairs.map(async (pair) => {
      const { check, module } = pair;
      const linter = await readyLinter(run, check, compiled);
      return processors.use(async () => {
        const name = `${check} (${module.name})`;
        running.add(name);
        const outcome = await runPair(run, pair, async () =>
          linter && 'findings' in linter ? linter : runCheck(check, module, linter),
        );
        running.delete(name);
        printForeign(renderOutcome(outcome));
        return outcome;
      });
    });
    return { outcomes: await Promise.all(started), failures: listFailures(run, packages) };
  } finally {
    clearInterval(ticker);
  }
}

/** Modules that cannot be read, and those that the go command does not load, with its own words. */
function listFailures({ checkout }: LintRun, packages: PackageLister): ModuleFailure[] {
  const broken = checkout.broken.map(({ name, reason }) => [name, reason] as const);
  return [...new Map([...broken, ...packages.failures])].map(([module, reason]) => ({
    module,
    problem: explainFailure(module, reason),
  }));
}

/** The program that a check needs; a failed installation is the answer of every check that needs it. */
async function readyLinter(
  { linters }: LintRun,
  name: CheckName,
  compiled: () => Promise<unknown>,
): Promise<ReadyLinter | Extract<Answer, { findings: unknown }> | undefined> {
  const { linter }: Check = CHECKS[name];
  if (!linter) return undefined;
  return linters[linter](compiled).catch((error: unknown) => {
    return { findings: [], problem: { kind: 'install', message: describeError(error) } };
  });
}

async function runPair(
  run: LintRun,
  { check, module, directives }: Pair,
  body: () => Promise<Answer>,
): Promise<Outcome> {
  const started = performance.now();
  const answer = await body().catch(toCrash);
  const { notes } = answer;
  const at = { check, module: module.name, ms: performance.now() - started, notes };
  if ('skipped' in answer) return { ...at, findings: [], skipped: answer.skipped };
  const where = {
    check,
    module: module.name,
    root: run.checkout.root,
    moduleDir: module.dir,
    severity: run.levels[check] === 'warn' ? 'warning' : 'error',
    exists: (path: string) => existsSync(path),
    behind: (path: string, line: number) => directives().behind(path, line),
  } as const;
  // Whichever check comes first tells of links: none of them may read what is behind one.
  const first = CHECK_NAMES.find((name) => run.levels[name] !== 'off') === check;
  const raw = first ? [...leavingLinks(module), ...answer.findings] : answer.findings;
  const findings = placeFindings(raw, where);
  return { ...at, findings, problem: answer.problem && withoutRoot(answer.problem, run.checkout.root) };
}

/** Sources that are symbolic links to somewhere else: what is compiled is then not what was checked out. */
const leavingLinks = ({ links }: Module): RawFinding[] =>
  links
    .filter(({ target }) => target === undefined)
    .map(({ file }) => ({
      file,
      line: 1,
      rule: 'link',
      message: `${file} is a symbolic link that leaves the checkout; commit the file itself.`,
    }));

/** Messages name folders of the checkout, never those of this machine. */
function withoutRoot({ kind, message }: Problem, root: string): Problem {
  return { kind, message: message.replaceAll(root + sep, '') };
}

/** A program that cannot be started, a checkout that cannot be made: the other checks still tell what they know. */
function toCrash(error: unknown): Answer {
  if (!(error instanceof ActionError)) throw error;
  return { findings: [], problem: { kind: 'crash', message: describeError(error) } };
}
