import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { describeExit, formatDuration, info, run } from '@go-actions/action-kit';
import { formatTarget } from '@go-actions/go-project';
import type { Build, PlannedBinary } from '../plan.ts';
import { type Expectation, judgeBinary } from '../proof.ts';
import { type Inspected, inspectBinary } from './inspect.ts';

/** A binary that was built and read back; `problems` says what it failed to prove. */
export type BuiltBinary = PlannedBinary & Inspected & { readonly problems: readonly string[] };

export type BuildResult = {
  readonly build: Build;
  readonly binaries: readonly BuiltBinary[];
  /** What the go command printed when it failed. */
  readonly failure: { readonly reason: string; readonly output: string } | undefined;
  readonly ms: number;
};

export type BuildOptions = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What each binary has to prove, beside its target. */
  readonly expect: Omit<Expectation, 'target'>;
  /** Builds side by side; default: one for each CPU (each `go build` has its own workers too). */
  readonly parallel?: number;
  readonly signal?: AbortSignal;
};

/** Runs planned builds side by side and reads every binary back. A build that fails is a result, not an exception. */
export async function runBuilds(builds: readonly Build[], options: BuildOptions): Promise<BuildResult[]> {
  const results = new Map<Build, BuildResult>();
  const queue = [...builds];
  const worker = async () => {
    for (let build = queue.shift(); build; build = queue.shift()) {
      options.signal?.throwIfAborted();
      const result = await runBuild(build, options);
      results.set(build, result);
      const what = result.failure
        ? result.failure.reason
        : `${build.binaries.length} ${build.binaries.length === 1 ? 'binary' : 'binaries'}`;
      info(
        `${formatTarget(build.target)}: ${what} in ${formatDuration(result.ms)} (${results.size} of ${builds.length})`,
      );
    }
  };
  const workers = Math.min(builds.length, options.parallel ?? availableParallelism());
  await Promise.all(Array.from({ length: workers }, worker));
  return builds.flatMap((build) => results.get(build) ?? []);
}

async function runBuild(build: Build, options: BuildOptions): Promise<BuildResult> {
  await Promise.all(build.binaries.map((binary) => mkdir(dirname(binary.path), { recursive: true })));
  const result = await run('go', build.args, {
    cwd: build.cwd,
    env: { ...options.env, ...build.env },
    ...(options.signal && { signal: options.signal }),
  });
  if (result.code !== 0) {
    const failure = {
      reason: `\`go build\` ${describeExit(result)}`,
      output: result.stderr || result.stdout,
    };
    return { build, binaries: [], failure, ms: result.ms };
  }
  const binaries = await Promise.all(
    build.binaries.map(async (binary): Promise<BuiltBinary> => {
      const inspected = await inspectBinary(binary.path);
      return {
        ...binary,
        ...inspected,
        problems: judgeBinary(inspected, { ...options.expect, target: build.target }),
      };
    }),
  );
  return { build, binaries, failure: undefined, ms: result.ms };
}
