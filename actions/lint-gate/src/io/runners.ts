import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { describeError } from '@go-actions/action-kit';
import picomatch from 'picomatch';
import type { CheckName } from '../check-list.ts';
import { judgeReplaces } from '../checks/replace.ts';
import type { Answer } from '../outcome.ts';
import { prepareAnalysis, type Selection } from './analysis.ts';
import { checkFormat, checkTidy, checkVerify, checkVet } from './go-checks.ts';
import { findGolangciConfig, namesBuildTags, verifyGolangciConfig } from './golangci-config.ts';
import { checkGolangci, checkStaticcheck } from './linters.ts';
import type { Workplace } from './modules.ts';
import type { Order } from './order.ts';
import { checkFix, checkGenerate } from './scratch-checks.ts';
import type { ReadyTool } from './tools.ts';
import { checkVulns } from './vuln-check.ts';

/** How one check runs in a module. */
export type Runner = {
  readonly run: (place: Workplace) => Promise<Answer>;
  /** Settles when the check can start; gives a body of its own when it cannot. */
  readonly ready?: () => Promise<(() => Promise<Answer>) | undefined>;
};

export function prepareRunners(order: Order): Readonly<Record<CheckName, Runner>> {
  const { desk, around, inputs, tools } = order;
  const whole = async (place: Workplace, body: () => Promise<Answer>): Promise<Answer> =>
    place.goFiles.length === 0 ? { skipped: 'no Go files' } : body();
  const select = (place: Workplace, body: (packages: readonly string[]) => Promise<Answer>) => {
    const packages = order.packages.get(place.module.dir);
    return whole(place, async () => (packages ? body(packages) : { skipped: 'none of `packages`' }));
  };
  const settings = prepareAnalysis(order);
  const analyse = (
    place: Workplace,
    body: (selection: Selection) => Promise<Answer>,
    hasOwnTags?: () => Promise<boolean>,
  ) =>
    select(place, async (packages) => body({ packages, env: await settings(place, packages, hasOwnTags) }));
  const first = around.workplaces[0];
  return {
    fmt: { run: (place) => checkFormat(desk, place) },
    replace: { run: (place) => checkReplaces(order, place) },
    vet: { run: (place) => analyse(place, (selection) => checkVet(desk, place, selection)) },
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
        analyse(place, async (selection) =>
          checkStaticcheck(desk, place, selection, await tools.staticcheck()),
        ),
    },
    golangci: {
      ready: readiness(tools.golangci),
      run: (place) =>
        analyse(
          place,
          (selection) => runGolangci(order, place, selection),
          async () => namesBuildTags(await effectiveConfig(order, place), inputs.golangciArgs),
        ),
    },
    fix: { run: (place) => select(place, (packages) => checkFix(desk, place, packages)) },
    generate: {
      run: (place) => whole(place, () => checkGenerate(desk, around, place, inputs.generateCommand)),
    },
    vuln: {
      ready: readiness(tools.govulncheck),
      run: (place) =>
        whole(place, async () =>
          checkVulns(desk, place, { ...order.vuln, program: (await tools.govulncheck()).path }),
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
async function runGolangci(order: Order, place: Workplace, selection: Selection): Promise<Answer> {
  const { desk, inputs } = order;
  const tool = await order.tools.golangci();
  const config = givenConfig(order);
  const effective = await effectiveConfig(order, place);
  const [refused, answer] = await Promise.all([
    effective ? verifyGolangciConfig(desk, tool, effective) : undefined,
    checkGolangci(desk, place, selection, { tool, config, extra: inputs.golangciArgs }),
  ]);
  return refused ? { findings: [], problem: refused } : answer;
}

const givenConfig = ({ around, inputs }: Order): string | undefined =>
  inputs.golangciConfig && resolve(around.dir, inputs.golangciConfig);

const effectiveConfig = async (order: Order, place: Workplace): Promise<string | undefined> =>
  givenConfig(order) ?? findGolangciConfig(order.around.root, place.dir);

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
