import { ActionError } from '@go-actions/action-kit';
import type { Runner } from '../fresh-runner/runner.ts';
import { seconds } from '../fresh-runner/seconds.ts';
import { type Seat, timed } from './job.ts';
import { showSpread } from './table.ts';
import { inTurn } from './turn.ts';

/**
 * Main and post of our step and of setup-go's where there is nothing to do: the wanted Go is in the tool cache, and
 * `cache` is false. In turn, each on a fresh runner.
 */
export async function raceIdle(
  runner: Runner,
  seats: readonly Seat[],
  commit: string,
  { idle, lock }: { readonly idle: number; readonly lock: string | undefined },
): Promise<void> {
  const [ours, peer] = ['ours', 'setup-go'].map((wanted) =>
    seats.find(({ contender: { name } }) => name === wanted),
  );
  if (!ours || !peer) throw new ActionError('`--idle` compares ours with setup-go; one of them is left out.');
  const step = async ({ contender, service }: Seat) => {
    const job = await runner.start(contender, commit, service);
    return timed(async () => {
      await job.uses(contender.action ?? '', { ...contender.inputs, cache: 'false' });
      await job.finish();
    });
  };
  console.log('\n## nothing to do: main and post with `cache: false`\n');
  const ratios: number[] = [];
  for (let round = 1; round <= idle; round++) {
    await inTurn(lock, async () => {
      const [oursMs, peerMs] = [await step(ours), await step(peer)];
      ratios.push(oursMs / peerMs);
      const ratio = (oursMs / peerMs).toFixed(2);
      console.log(`#${round}  setup-go ${seconds(peerMs)}  ours ${seconds(oursMs)}  ratio ${ratio}`);
    });
  }
  const spread = showSpread(ratios.sort((a, b) => a - b));
  console.log(`\nours divided by setup-go, min-median-max: ${spread}`);
}
