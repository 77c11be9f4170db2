import { eachLimited } from '@go-actions/action-kit';
import { ensureGoTool, type GoToolName } from '../go-tools.ts';
import { formatStage, runStages, type Stage, typesStage, vitestStage } from './stages.ts';

/**
 * What the tests run beside go and git; built before them, so that no test's time-out pays for a build. The first one brings
 * the standard library along; of the others two at a time, so that one is fetched while another is compiled.
 */
const TOOLS: readonly GoToolName[] = ['staticcheck', 'act', 'actionlint', 'registry', 'crane', 'apidiff'];

const toolStage: Stage = {
  title: `Go tools (${TOOLS.join(', ')})`,
  execute: async () => {
    const [first, ...others] = TOOLS;
    if (first) await ensureGoTool(first, console.log);
    await eachLimited(others, 2, async (tool) => void (await ensureGoTool(tool, console.log)));
    return { passed: 0, failed: 0, skipped: 0 };
  },
};

/** `npm test`: everything that CI checks. Arguments are vitest filters for one part of it. */
export async function command(args: string[]): Promise<void> {
  await runStages([
    [formatStage, typesStage, toolStage],
    [vitestStage('Unit, house, dist, scenarios, e2e (vitest)', args)],
  ]);
}
