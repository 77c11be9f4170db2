import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { readGoEnv } from '@go-actions/go-project';
import { parsePlatforms } from '../platform-table.ts';

/**
 * What `go tool dist list` prints, read from the source that it prints from: since Go 1.25 the tool itself comes without a
 * binary, and compiling it takes seconds (and megabytes of the build cache). Before Go 1.21 there is no such source.
 */
export async function listPlatforms(
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<readonly string[]> {
  const { GOROOT = '' } = await readGoEnv(cwd, ['GOROOT'], env);
  try {
    return parsePlatforms(await readFile(join(GOROOT, 'src/internal/platform/zosarch.go'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return (await runChecked('go', ['tool', 'dist', 'list'], { cwd, env })).stdout.trim().split('\n');
  }
}
