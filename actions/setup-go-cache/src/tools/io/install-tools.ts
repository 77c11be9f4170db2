import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, addPath, describeExit, digest, info, run } from '@go-actions/action-kit';
import { TOOLS } from '../../pack/names.ts';
import type { Toolchain } from '../../toolchain/io/tool-cache.ts';
import { programName, type ToolLine } from '../tool-line.ts';

const TIMEOUT_MS = 10 * 60_000;

export type ToolInstall = {
  readonly tools: readonly ToolLine[];
  readonly go: Toolchain;
  /** Where the programs are kept, and where their packages may be compiled. */
  readonly gocache: string;
  readonly scratchCache: string;
  readonly temp: string;
  readonly access: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** For this machine, and without flags of the job: a program is made of its own module alone. */
const PLAIN = {
  GOFLAGS: '-trimpath',
  GOWORK: 'off',
  GOROOT: undefined,
  GOOS: undefined,
  GOARCH: undefined,
} as const;

/**
 * Puts programs on PATH that `go install package@version` makes, checked against the checksum database. They lie below GOCACHE, in a
 * folder named by what they were made of, so that the build cache brings them to later jobs. Throws when one cannot be built.
 */
export async function installTools({
  tools,
  go,
  gocache,
  scratchCache,
  temp,
  access,
  signal,
}: ToolInstall): Promise<void> {
  for (const tool of tools) {
    const made = `${go.version} ${process.platform} ${process.arch} ${tool.pkg}@${tool.version}`;
    const folder = join(gocache, TOOLS, digest(made, 16));
    const program = programName(tool) + (process.platform === 'win32' ? '.exe' : '');
    if (!existsSync(join(folder, program))) {
      info(`Installing ${tool.pkg}@${tool.version} ...`);
      const scratch = `${folder}.${process.pid}`;
      await mkdir(scratch, { recursive: true });
      try {
        const result = await run(join(go.goroot, 'bin', 'go'), ['install', `${tool.pkg}@${tool.version}`], {
          cwd: temp, // away from the checkout
          env: { ...access, ...PLAIN, GOBIN: scratch, GOCACHE: scratchCache },
          signal,
          timeoutMs: TIMEOUT_MS,
        });
        if (result.code !== 0 || !existsSync(join(scratch, program)))
          throw new ActionError(
            `\`tools\`: \`go install ${tool.pkg}@${tool.version}\` ${describeExit(result)}: ${result.stderr.trim().slice(-2_000)}`,
            { remedy: 'Check the package and its version; the module must have no replace directives.' },
          );
        await rename(scratch, folder).catch(() => undefined); // another step was faster
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    }
    addPath(folder);
  }
}
