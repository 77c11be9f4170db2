import { availableParallelism } from 'node:os';
import { ActionError, describeError, info, printForeign } from '@go-actions/action-kit';
import { CHECK_NAMES, CHECKS, type CheckName } from '../check-list.ts';
import { placeFindings } from '../finding.ts';
import { renderOutcome } from '../log-lines.ts';
import type { Answer, Outcome } from '../outcome.ts';
import type { Workplace } from './modules.ts';
import type { Order } from './order.ts';
import { prepareRunners } from './runners.ts';
import { Slots } from './slots.ts';

type Task = { readonly check: CheckName; readonly place: Workplace };

const TICK_MS = 20_000;

/**
 * Runs every check in every module: the quick ones first, the slow ones beside them as soon as their tool is there, at most
 * one process per CPU. Each outcome is told as it comes; the result is in the order of checks and modules.
 */
export async function runChecks(order: Order): Promise<Outcome[]> {
  const { around, levels } = order;
  const tasks = CHECK_NAMES.filter((check) => levels[check] !== 'off').flatMap((check) =>
    around.workplaces
      .filter((place) => order.only?.(check, place.name) ?? true)
      .map((place): Task => ({ check, place })),
  );
  const names = (speed: string) =>
    [...new Set(tasks.map(({ check }) => check))].filter((check) => CHECKS[check].speed === speed);
  info(`Order: ${[names('light').join(', '), names('slow').join(', ')].filter(Boolean).join(', then ')}.`);

  const runners = prepareRunners(order);
  const slots = new Slots(availableParallelism());
  const running = new Set<string>();
  const ticker = setInterval(() => {
    if (running.size > 0) printForeign(`Still running: ${[...running].join(', ')} ...`);
  }, TICK_MS);
  try {
    return await Promise.all(
      tasks.map(async (task) => {
        const runner = runners[task.check];
        const ready = runner.ready ? await runner.ready() : undefined;
        return slots.use(async () => {
          const name = `${task.check} (${task.place.name})`;
          running.add(name);
          const outcome = await runTask(order, task, ready ?? (() => runner.run(task.place)));
          running.delete(name);
          printForeign(renderOutcome(outcome));
          return outcome;
        });
      }),
    );
  } finally {
    clearInterval(ticker);
  }
}

async function runTask(order: Order, { check, place }: Task, run: () => Promise<Answer>): Promise<Outcome> {
  const started = performance.now();
  const answer = await run().catch(toCrash);
  const ms = performance.now() - started;
  const at = { check, module: place.name, ms };
  if ('skipped' in answer) return { ...at, findings: [], skipped: answer.skipped };
  const severity = order.levels[check] === 'warn' ? 'warning' : 'error';
  const where = {
    check,
    module: place.name,
    root: order.around.root,
    moduleDir: place.dir,
    severity,
  } as const;
  return { ...at, findings: placeFindings(answer.findings, where), problem: answer.problem };
}

/** A program that cannot be started, a checkout that cannot be made: the other checks still tell what they know. */
function toCrash(error: unknown): Answer {
  if (!(error instanceof ActionError)) throw error;
  return { findings: [], problem: { kind: 'crash', message: describeError(error) } };
}
