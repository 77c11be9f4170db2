import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { inRoot } from '../root.ts';
import { createRandom } from './coverage/random.ts';
import { DECIDERS, type Decider } from './mutants/modules.ts';
import { listMutants } from './mutants/mutants.ts';
import { tryMutants } from './mutants/try.ts';
import { serve } from './mutants/worker.ts';

const GOAL = 0.85;

/**
 * `npm run prove -- mutants [PART-OF-A-PATH] [--most 40] [--seed 1]`: edits the modules that decide, one operator, constant or
 * condition at a time, and runs their own tests. What survives is code that nobody would miss, or a test that cannot fail.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      most: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      serve: { type: 'boolean', default: false }, // a process of this proof
    },
  });
  const [part = '', numbers = '', ...tests] = positionals;
  if (values.serve) return serve(part, numbers, tests);
  const below: string[] = [];
  console.log(`seed ${values.seed}, at most ${values.most} mutants of a module`);
  for (const decider of DECIDERS.filter(({ source }) => source.includes(part))) {
    const { killed, tried, survivors } = await score(decider, Number(values.most), Number(values.seed));
    const percent = tried === 0 ? 1 : killed / tried;
    console.log(`${decider.source.padEnd(62)} ${killed} of ${tried}, ${Math.floor(percent * 100)} %`);
    for (const survivor of survivors) console.log(`    survives: ${survivor}`);
    if (percent < GOAL) below.push(decider.source);
  }
  if (below.length > 0) throw new ActionError(`Below ${GOAL * 100} %: ${below.join(', ')}.`);
}

async function score({ source, tests }: Decider, most: number, seed: number) {
  const mutants = listMutants(source, readFileSync(inRoot(source), 'utf8'));
  const random = createRandom(seed);
  const chosen = mutants
    .map((_, number) => ({ number, order: random.below(2 ** 31) }))
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
    .map(({ number }) => number);
  const survived = await tryMutants(source, tests, chosen);
  const survivors = survived
    .map((number) => mutants[number])
    .sort((a, b) => (a?.line ?? 0) - (b?.line ?? 0))
    .map((mutant) => `line ${mutant?.line}: ${mutant?.what}`);
  return { tried: chosen.length, killed: chosen.length - survived.length, survivors };
}
