import { join } from 'node:path';
import { formatBytes, runChecked } from '@go-actions/action-kit';
import type { Runner } from '../fresh-runner/runner.ts';
import { seconds } from '../fresh-runner/seconds.ts';
import { type Seat, timed } from './job.ts';
import { showSpread } from './table.ts';
import { inTurn } from './turn.ts';

const FOLDERS = ['.cache/go-build', 'go/pkg/mod'];

/**
 * Our main phase, with everything that it does, against `tar --use-compress-program=zstd` that extracts the very files that
 * we restored, from a local archive that need not be downloaded. In turn, each onto a fresh runner.
 */
export async function raceRestores(
  runner: Runner,
  { contender, service }: Seat,
  commit: string,
  { restores, lock }: { readonly restores: number; readonly lock: string | undefined },
): Promise<void> {
  const start = () => runner.start(contender, commit, service);
  const restore = async () => {
    const job = await start();
    const ms = await timed(async () => void (await job.uses(contender.action ?? '', contender.inputs)));
    return { ms, home: job.home };
  };
  const archive = join(runner.workspace, '../../restored.tar.zst');
  const { home } = await restore();
  await runChecked('mkdir', ['-p', ...FOLDERS], { cwd: home });
  await runChecked('tar', ['--use-compress-program=zstd -T0', '-cf', archive, ...FOLDERS], { cwd: home });
  const files = (await runChecked('tar', ['--use-compress-program=zstd -d', '-tf', archive])).stdout;
  const size = Number((await runChecked('stat', ['-c', '%s', archive])).stdout);
  console.log(
    `\n## restore: ${files.split('\n').length - 1} files and folders, a tar of ${formatBytes(size)}\n`,
  );
  const ratios: number[] = [];
  for (let round = 1; round <= restores; round++) {
    await inTurn(lock, async () => {
      const fresh = await start();
      const extract = ['--use-compress-program=zstd -d', '-xf', archive];
      const tarMs = await timed(async () => void (await runChecked('tar', extract, { cwd: fresh.home })));
      const { ms } = await restore();
      ratios.push(ms / tarMs);
      console.log(`#${round}  tar ${seconds(tarMs)}  ours ${seconds(ms)}  ratio ${(ms / tarMs).toFixed(2)}`);
    });
  }
  console.log(`\nours divided by tar, min-median-max: ${showSpread([...ratios].sort((a, b) => a - b))}`);
}
