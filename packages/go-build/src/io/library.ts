import { describeExit, run } from '@go-actions/action-kit';
import type { Target } from '@go-actions/go-project';
import { type BuildFlags, buildFlags, targetEnvironment } from '../plan.ts';
import type { BuildResult } from './build.ts';

export type CompileOptions = {
  /** Wins over what the target sets. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** Compiles every package of the modules for every target without making files: the proof of a library. */
export async function compilePackages(
  dirs: readonly string[],
  targets: readonly Target[],
  flags: BuildFlags,
  { env, signal }: CompileOptions,
): Promise<BuildResult[]> {
  const results: BuildResult[] = [];
  for (const target of targets) {
    for (const cwd of dirs) {
      const build = {
        target,
        cwd,
        args: ['build', ...buildFlags(flags), './...'],
        env: { ...targetEnvironment(target, flags.cgo), ...env },
        binaries: [],
      };
      const result = await run('go', build.args, { cwd, env: build.env, signal });
      const failure =
        result.code === 0
          ? undefined
          : { reason: `\`go build\` ${describeExit(result)}`, output: result.stderr || result.stdout };
      results.push({ build, binaries: [], failure, ms: result.ms });
    }
  }
  return results;
}
