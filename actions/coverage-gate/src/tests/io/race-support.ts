import { run } from '@go-actions/action-kit';
import { readGoEnv } from '@go-actions/go-project';

/** Why `-race` cannot work here, in go's own words; `undefined` when it can. */
export async function findRaceObstacle(dir: string): Promise<string | undefined> {
  // Lists nothing to compile, but checks the flag against target and cgo, as every go command does.
  const check = await run('go', ['list', '-race', 'unsafe'], { cwd: dir });
  if (check.code !== 0)
    return check.stderr.trim().split('\n').at(-1)?.replace(/^go: /, '') ?? 'go refuses -race';
  const { CC = '', GOOS, CGO_ENABLED } = await readGoEnv(dir, ['CC', 'GOOS', 'CGO_ENABLED']);
  if (CGO_ENABLED !== '1' || GOOS === 'darwin') return undefined; // since Go 1.20 macOS needs no C compiler
  const compiler = CC.split(' ')[0] ?? '';
  const found = await run(compiler, ['--version'], { cwd: dir }).catch(() => undefined); // not found: that is the answer
  return found ? undefined : `there is no C compiler (${compiler})`;
}
