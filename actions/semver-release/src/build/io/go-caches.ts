import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilerSettings } from '@go-actions/go-project';
import { closeGo, type GoEnvironment } from '../closed-go.ts';

export type ClosedGo = AsyncDisposable & {
  readonly env: GoEnvironment;
  /** The same with a build cache that nothing was put into yet. */
  fresh(): Promise<GoEnvironment>;
};

/**
 * Caches of the release's own, because an earlier job on the same disk may have poisoned the usual ones. They are below
 * RUNNER_TEMP, which the runner empties before each job, so that the release steps of one job share them; without a runner
 * they are used once.
 */
export async function openClosedGo(runnerTemp: string | undefined, cgo: boolean): Promise<ClosedGo> {
  const root =
    runnerTemp === undefined
      ? await mkdtemp(join(tmpdir(), 'semver-release-go-'))
      : join(runnerTemp, 'semver-release-go');
  const modules = join(root, 'mod');
  await mkdir(modules, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(root, 'fresh-'));
  // The same is built: only quicker.
  const quick = compilerSettings({ GOGC: undefined, GOMEMLIMIT: undefined });
  const at = (build: string) => ({ ...quick, ...closeGo({ build, modules }, cgo) });
  let count = 0;
  return {
    env: at(join(root, 'build')),
    fresh: async () => at(join(scratch, String(++count))),
    [Symbol.asyncDispose]: () =>
      rm(runnerTemp === undefined ? root : scratch, { recursive: true, force: true }),
  };
}
