import { formatStage, runStages, typesStage, vitestStage } from './stages.ts';

/** What takes long: bundles, whole actions and end-to-end runs. */
const SLOW = [
  '--exclude',
  '__tests__/dist/**',
  '--exclude',
  '__tests__/e2e/**',
  '--exclude',
  '**/*scenario*.test.ts',
];

/** `npm run check`: the fast half of `npm test`; changes nothing. */
export async function command(args: string[]): Promise<void> {
  await runStages([
    formatStage,
    typesStage,
    vitestStage('Unit and house tests (vitest)', [...SLOW, ...args]),
  ]);
}
