import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { readGoEnv } from '@go-actions/go-project';
import type { GoEnvironment } from '../closed-go.ts';
import { describeToolchain, type Toolchain } from '../toolchain.ts';

/** Asks the go command that builds the module in `dir` which Go it is; its go.mod may switch to another one. */
export async function readReleaseToolchain(
  dir: string,
  env: GoEnvironment,
  toolCache: string | undefined,
): Promise<Toolchain> {
  const { GOVERSION = '', GOROOT = '' } = await readGoEnv(dir, ['GOVERSION', 'GOROOT'], env);
  const real = (path: string) => realpath(path).catch(() => path); // a folder that is not there holds no Go
  const goroot = await real(GOROOT);
  return describeToolchain(GOVERSION, goroot, {
    modules: await real(env.GOMODCACHE ?? ''),
    toolCache: toolCache === undefined ? undefined : await real(toolCache),
    isComplete: existsSync(`${goroot}.complete`),
  });
}
