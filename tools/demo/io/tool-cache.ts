import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { parseGoMod } from '@go-actions/go-project';
import { inRoot } from '../../root.ts';

/** The Go of the example's `toolchain` line, as a hosted runner's image would bring it along. */
async function readHostedGo(): Promise<string> {
  const goMod = parseGoMod(await readFile(inRoot('examples/go-service/go.mod'), 'utf8'));
  return (goMod.toolchain ?? '').replace(/^go/, '');
}

/**
 * Gives a runner its tool cache with Go in it, laid out as @actions/tool-cache does. The toolchain is the one that the
 * installed `go` fetches and checks by itself; it stays in the developer's module cache.
 */
export async function ensureHostedGo(toolCache: string, say: (line: string) => void): Promise<void> {
  const hostedGo = await readHostedGo();
  const folder = join(toolCache, 'go', hostedGo, process.arch);
  const complete = `${folder}.complete`;
  const there = await stat(join(folder, 'bin'))
    .then(() => stat(complete))
    .catch(() => undefined); // first run, or the module cache was cleaned
  if (there) return;
  say(`Fetching Go ${hostedGo}, which the example service is built with (once) ...`);
  const env = { GOTOOLCHAIN: `go${hostedGo}`, GOFLAGS: '', GOROOT: undefined };
  const { stdout } = await runChecked('go', ['env', 'GOROOT'], { env, timeoutMs: 600_000 });
  await mkdir(dirname(folder), { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await symlink(stdout.trim(), folder, 'dir');
  await writeFile(complete, '');
}
