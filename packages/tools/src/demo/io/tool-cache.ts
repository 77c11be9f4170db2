import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';

/** A Go that fits the example's go.mod, as a hosted runner's image would bring one along. */
const HOSTED_GO = '1.24.13';

/**
 * Gives a runner its tool cache with Go in it, laid out as @actions/tool-cache does. The toolchain is the one that the
 * installed `go` fetches and checks by itself; it stays in the developer's module cache.
 */
export async function ensureHostedGo(toolCache: string, say: (line: string) => void): Promise<void> {
  const folder = join(toolCache, 'go', HOSTED_GO, process.arch);
  const complete = `${folder}.complete`;
  const there = await stat(join(folder, 'bin'))
    .then(() => stat(complete))
    .catch(() => undefined); // first run, or the module cache was cleaned
  if (there) return;
  say(`Fetching Go ${HOSTED_GO}, which the example service is built with (once) ...`);
  const env = { GOTOOLCHAIN: `go${HOSTED_GO}`, GOFLAGS: '', GOROOT: undefined };
  const { stdout } = await runChecked('go', ['env', 'GOROOT'], { env, timeoutMs: 600_000 });
  await mkdir(dirname(folder), { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await symlink(stdout.trim(), folder, 'dir');
  await writeFile(complete, '');
}
