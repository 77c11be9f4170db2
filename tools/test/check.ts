import { formatStage, runStages, typesStage, vitestStage } from './stages.ts';

/** Tests that start whole actions, other Go versions or built tools are named so, or live where only such tests live. */
const SLOW = ['**/*.slow.test.ts', '__tests__/dist/**', '__tests__/e2e/**'];

/** `npm run check`: the fast half of `npm test`; changes nothing. */
export async function command(args: string[]): Promise<void> {
  const exclude = SLOW.flatMap((glob) => ['--exclude', glob]);
  await runStages([
    [formatStage, typesStage],
    [vitestStage('Unit and house tests (vitest)', [...exclude, ...args])],
  ]);
}
