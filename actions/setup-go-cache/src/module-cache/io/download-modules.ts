import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeExit, formatDuration, info, run } from '@go-actions/action-kit';
import type { GoProject } from '../../io/project.ts';
import type { Toolchain } from '../../toolchain/io/tool-cache.ts';
import { hasModule } from './gomodcache.ts';

const TIMEOUT_MS = 10 * 60_000;

export type ModuleDownload = {
  readonly project: GoProject;
  readonly go: Toolchain;
  /** GOMODCACHE. */
  readonly root: string;
  /** What lets git fetch private modules, for this one program. */
  readonly access: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/**
 * Downloads required modules that are not in GOMODCACHE, and only those: all at once, before the first command waits for
 * them one by one. A failure is no error here; the command that needs the module says it better.
 */
export async function downloadMissing({ project, go, root, access, signal }: ModuleDownload): Promise<void> {
  for (const { dir, names } of project.requirements) {
    if (existsSync(join(dir, 'vendor', 'modules.txt'))) continue;
    const missing = names.filter((name) => {
      const at = name.lastIndexOf('@');
      return project.sums.trees.has(name) && !hasModule(root, name.slice(0, at), name.slice(at + 1));
    });
    if (missing.length === 0) continue;
    info(`Downloading ${missing.length} modules ...`);
    const result = await run(join(go.goroot, 'bin', 'go'), ['mod', 'download', ...missing], {
      cwd: dir,
      env: access,
      signal,
      timeoutMs: TIMEOUT_MS,
    });
    if (result.code === 0) info(`Downloaded ${missing.length} modules in ${formatDuration(result.ms)}.`);
    else info(`\`go mod download\` ${describeExit(result)}; later commands will try again.`);
  }
}
