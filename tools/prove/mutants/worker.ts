import { readFileSync } from 'node:fs';
import { createVitest, type Vitest } from 'vitest/node';
import { inRoot } from '../../root.ts';
import { applyMutant, listMutants, type Mutant } from './mutants.ts';

/** Tries the mutants of these numbers in a process of its own: one line of JSON for each of them. */
export async function serve(source: string, numbers: string, tests: readonly string[]): Promise<void> {
  const path = inRoot(source);
  const text = readFileSync(path, 'utf8');
  const mutants = listMutants(source, text);
  let mutant: Mutant | undefined;
  const vitest = await createVitest(
    {
      ...{ watch: false, reporters: [{}], maxWorkers: 1, bail: 1, silent: true, testTimeout: 20_000 },
      fsModuleCache: false, // it goes by what lies on disk
    },
    {
      plugins: [
        {
          name: 'mutant',
          enforce: 'pre',
          load: (id) => (mutant && id.split('?')[0] === path ? applyMutant(text, mutant) : undefined),
        },
      ],
    },
  );
  await vitest.start(tests.map((test) => inRoot(test)));
  const specifications = await vitest.getRelevantTestSpecifications(tests.map((test) => inRoot(test)));
  say({ ready: passes(vitest) });
  for (const number of numbers.split(',').filter(Boolean).map(Number)) {
    mutant = mutants[number];
    say({ trying: number });
    vitest.invalidateFile(path);
    await vitest.runTestSpecifications(specifications);
    say({ number, survived: passes(vitest) });
  }
  await vitest.close();
  process.exit();
}

function passes(vitest: Vitest): boolean {
  const failed = vitest.state.getCountOfFailedTests() > 0;
  const broken = vitest.state.getUnhandledErrors().length > 0;
  const files = vitest.state.getFiles();
  return !failed && !broken && files.length > 0 && files.every(({ result }) => result?.state === 'pass');
}

function say(line: object): void {
  process.stdout.write(`@${JSON.stringify(line)}\n`);
}
