import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { describeError, info, printForeign } from '@go-actions/action-kit';
import picomatch from 'picomatch';
import { CHECK_NAMES, CHECKS, type CheckName, type Levels } from '../check-list.ts';
import { judgeReplaces } from '../checks/replace.ts';
import { placeFindings } from '../finding.ts';
import type { Inputs } from '../inputs.ts';
import { renderOutcome } from '../log-lines.ts';
import type { Answer, Outcome } from '../outcome.ts';
import type { Desk } from './desk.ts';
import { checkFormat, checkTidy, checkVerify, checkVet } from './go-checks.ts';
import { checkGolangci, checkStaticcheck, findGolangciConfig, verifyGolangciConfig } from './linters.ts';
import type { Surroundings, Workplace } from './modules.ts';
import { checkFix, checkGenerate } from './scratch-checks.ts';
import { Slots } from './slots.ts';
import type { ReadyTool, Tools } from './tools.ts';
import { checkVulns, type VulnSettings } from './vuln-check.ts';

export type Order = {
  readonly desk: Desk;
  readonly around: Surroundings;
  readonly inputs: Inputs;
  readonly levels: Levels;
  /** Package patterns by module folder; a module that is missing has nothing to analyse. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
  readonly tools: Tools;
  readonly vuln: Omit<VulnSettings, 'program'>;
  /** Limits the run to some checks in some modules. */
  readonly only?: (check: CheckName, module: string) => boolean;
};

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
  const answer = await run();
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

type Runner = {
  readonly run: (place: Workplace) => Promise<Answer>;
  /** Settles when the check can start; gives a body of its own when it cannot. */
  readonly ready?: () => Promise<(() => Promise<Answer>) | undefined>;
};

function prepareRunners(order: Order): Readonly<Record<CheckName, Runner>> {
  const { desk, around, inputs, tools } = order;
  const analyse = (
    place: Workplace,
    body: (packages: readonly string[]) => Promise<Answer>,
  ): Promise<Answer> => {
    const packages = order.packages.get(place.module.dir);
    if (place.goFiles.length === 0) return Promise.resolve({ skipped: 'no Go files' });
    return packages ? body(packages) : Promise.resolve({ skipped: 'none of `packages`' });
  };
  const first = around.workplaces[0];
  return {
    fmt: { run: (place) => checkFormat(desk, place) },
    replace: { run: (place) => checkReplaces(order, place) },
    vet: { run: (place) => analyse(place, (packages) => checkVet(desk, place, packages)) },
    tidy: { run: (place) => checkTidy(desk, place) },
    verify: {
      // In a workspace the go command verifies all of its modules at once.
      run: async (place) =>
        around.workspace && place !== first
          ? { skipped: 'verified with the workspace' }
          : checkVerify(desk, place),
    },
    staticcheck: {
      ready: readiness(tools.staticcheck),
      run: (place) =>
        analyse(place, async (packages) =>
          checkStaticcheck(desk, place, packages, await tools.staticcheck()),
        ),
    },
    golangci: {
      ready: readiness(tools.golangci),
      run: (place) => analyse(place, (packages) => runGolangci(order, place, packages)),
    },
    fix: { run: (place) => analyse(place, (packages) => checkFix(desk, place, packages)) },
    generate: {
      run: (place) => analyse(place, () => checkGenerate(desk, around, place, inputs.generateCommand)),
    },
    vuln: {
      ready: readiness(tools.govulncheck),
      run: (place) =>
        analyse(place, async (packages) =>
          checkVulns(desk, place, packages, { ...order.vuln, program: (await tools.govulncheck()).path }),
        ),
    },
  };
}

/** A failed installation is the answer of every check that needs the tool. */
function readiness(tool: () => Promise<ReadyTool>): Required<Runner>['ready'] {
  return () =>
    tool().then(
      () => undefined,
      (error: unknown) => async (): Promise<Answer> => {
        return { findings: [], problem: { kind: 'install', message: describeError(error) } };
      },
    );
}

/** The configuration is verified beside the run: a run tolerates keys that it does not know. */
async function runGolangci(order: Order, place: Workplace, packages: readonly string[]): Promise<Answer> {
  const { desk, around, inputs } = order;
  const tool = await order.tools.golangci();
  const config = inputs.golangciConfig && resolve(around.dir, inputs.golangciConfig);
  const effective = config ?? (await findGolangciConfig(around.root, place.dir));
  const [refused, answer] = await Promise.all([
    effective ? verifyGolangciConfig(desk, tool.path, effective) : undefined,
    checkGolangci(desk, place, packages, { tool, config, extra: inputs.golangciArgs }),
  ]);
  return refused ? { findings: [], problem: refused } : answer;
}

async function checkReplaces({ around, inputs }: Order, place: Workplace): Promise<Answer> {
  const allowed = inputs.replaceAllow.length > 0 ? picomatch([...inputs.replaceAllow]) : () => false;
  const text = await readFile(join(place.dir, 'go.mod'), 'utf8');
  const own = { file: 'go.mod', folder: place.name, text, replace: place.module.goMod.replace };
  const findings = judgeReplaces(own, allowed);
  if (around.workspace && place === around.workplaces[0]) {
    const file = join(around.dir, 'go.work');
    const folder = relative(around.root, around.dir).replaceAll(sep, '/') || '.';
    const source = { file, folder, text: await readFile(file, 'utf8'), replace: around.workspace.replace };
    findings.push(...judgeReplaces(source, allowed));
  }
  return { findings };
}
