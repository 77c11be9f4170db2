import { runChecked } from '@go-actions/action-kit';
import { type GoVersion, parseGoVersion } from '../go-version.ts';

/** Values of `go env`, as the go command sees them in `dir`. */
export async function readGoEnv(
  dir: string,
  names: string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Record<string, string>> {
  const { stdout } = await runChecked('go', ['env', '-json', ...names], { cwd: dir, env });
  return JSON.parse(stdout) as Record<string, string>;
}

/** The Go version that the go command selects for `dir` (its go.mod may switch the toolchain). */
export async function readGoVersion(
  dir: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<GoVersion> {
  const { GOVERSION = '' } = await readGoEnv(dir, ['GOVERSION'], env);
  return parseGoVersion(GOVERSION);
}
