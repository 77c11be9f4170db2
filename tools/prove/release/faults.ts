import { spawnSync } from 'node:child_process';
import { inRoot } from '../../root.ts';

const MATRIX = '__tests__/actions/semver-release/publish/fault-matrix.ts';

/**
 * For every world and accident, a fault at each single call of the publisher; then a run without faults, and one more: one
 * table a world, with four invariants in every cell. The matrix stands beside the tests, which take a sample of it.
 */
export async function proveFaults({ every }: { every: number }): Promise<number> {
  const { status } = spawnSync(process.execPath, [inRoot(MATRIX), String(every)], { stdio: 'inherit' });
  return status === 0 ? 0 : 1;
}
