import { describeExit, run } from '@go-actions/action-kit';
import { type BuildFlags, type BuildResult, buildFlags, targetEnvironment } from '@go-actions/go-build';
import type { Target } from '@go-actions/go-project';

/** Compiles every package of the modules for every target without making files: the proof of a library. */
export async function compilePackages(
  dirs: readonly string[],
  targets: readonly Target[],
  flags: BuildFlags,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<BuildResult[]> {
  const results: BuildResult[] = [];
  for (const target of targets) {
    for (const cwd of dirs) {
      const build = {
        target,
        cwd,
        args: ['build', ...buildFlags(flags), './...'],
        env: { ...env, ...targetEnvironment(target, flags.cgo) },
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
