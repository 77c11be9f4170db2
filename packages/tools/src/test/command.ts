import { ensureGoTool, type GoToolName } from '../go-tools.ts';
import { formatStage, runStages, type Stage, typesStage, vitestStage } from './stages.ts';

/** What the tests run beside go and git; built before them, so that no test's time-out pays for a build. */
const TOOLS: readonly GoToolName[] = ['staticcheck', 'actionlint', 'act', 'registry', 'crane'];

const toolStage: Stage = {
  title: `Go tools (${TOOLS.join(', ')})`,
  execute: async () => {
    for (const tool of TOOLS) await ensureGoTool(tool, console.log);
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
