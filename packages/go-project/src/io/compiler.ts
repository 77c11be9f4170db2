import { existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { type Collector, quickCompiler, type Room, toolexecFlag } from '../quick-compiler.ts';

/** What this job may use: a container's limit where there is one (0 or a very large number where not). */
export const readRoom = (): Room => ({
  memoryBytes: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
  processors: availableParallelism(),
});

/** Makes commands quicker that only compile: a part of their environment. */
export const compilerSettings = (job: Collector): Readonly<Record<string, string>> =>
  quickCompiler(job, readRoom());

/** Makes commands quicker that also run what they compile, which has the job's own environment: flags of theirs. */
export const compilerFlags = (job: Collector, goFlags: string): string[] =>
  toolexecFlag(compilerSettings(job), goFlags, existsSync(ENV) ? ENV : undefined);

/** Starts another program in a changed environment; not on Windows. */
const ENV = '/usr/bin/env';
