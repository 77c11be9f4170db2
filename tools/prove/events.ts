import { parseArgs } from 'node:util';
import { ActionError, formatDuration } from '@go-actions/action-kit';
import { compareEvents, type Round } from './coverage/events.ts';

/**
 * `npm run prove -- events [--packages 320] [--seed N] [--go go1.27.3]`: random test packages (panics, exits, races, time-outs,
 * parallel pauses, printed lies, reruns), judged by coverage-gate and by an oracle that reads nothing but exit codes and the
 * events of `go test -json`. Verdict, named packages and failed tests must be the same.
 */
export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      packages: { type: 'string', default: '320' },
      seed: { type: 'string' },
      go: { type: 'string' },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000);
  const rounds = Math.ceil(Number(values.packages) / PER_ROUND);
  const started = Date.now();
  const problems: string[] = [];
  let [packages, green] = [0, 0];
  console.log(`${rounds} rounds of ${PER_ROUND} packages, seed ${seed}`);
  for (let i = 0; i < rounds; i++) {
    const round = planRound(seed, i, values.go);
    const compared = await compareEvents(round);
    packages += compared.packages;
    green += compared.green;
    problems.push(...compared.problems);
    console.log(
      `${String(i + 1).padStart(3)}  race ${round.race ? 'on ' : 'off'}  coverpkg ${(round.coverpkg || '-').padEnd(3)}  reruns ${round.reruns}  ${compared.green} green, ${compared.red} red, ${compared.problems.length} differences`,
    );
  }
  for (const problem of problems.slice(0, 10)) console.log(problem);
  console.log(
    `${packages} packages, ${green} green for go, ${problems.length} differences, ${formatDuration(Date.now() - started)}`,
  );
  if (problems.length > 0) throw new ActionError(`coverage-gate and go differ; repeat with --seed ${seed}.`);
}

const PER_ROUND = 16;

function planRound(seed: number, index: number, version: string | undefined): Round {
  return {
    packages: PER_ROUND,
    seed: seed + index,
    race: index % 4 === 3,
    coverpkg: index % 3 === 2 ? 'all' : '',
    reruns: index % 2 === 0 || index % 8 === 3 ? 2 : 0,
    ...(version && { version }),
  };
}
