import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';

/** More than the kernel keeps of a terminal's output that nobody has read yet (12 KiB on Linux, less on macOS). */
const TERMINAL_BYTES = 64 * 1024;

/**
 * Writes the programs that the engine starts steps with, `node` and `bash`, as wrappers around the real ones. Act gives
 * every step a terminal and, when a step fails, closes it without reading the rest: the last annotations of a red step
 * are lost on a busy computer (act v0.2.87, pkg/container/host_environment.go, `exec`). So a failing step's output is pushed
 * through by blanks that may get lost. The pipe also gives the tools what a runner gives them: no terminal.
 */
export async function writePrograms(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const bash = (await runChecked('bash', ['-c', 'command -v bash'])).stdout.trim();
  const programs = { node: process.execPath, bash };
  for (const [name, path] of Object.entries(programs)) {
    const file = join(dir, name);
    await writeFile(file, renderProgram(bash, path));
    await chmod(file, 0o755);
  }
}

function renderProgram(bash: string, program: string): string {
  return [
    `#!${bash}`,
    'set -o pipefail',
    `'${program.replaceAll("'", "'\\''")}' "$@" 2>&1 | cat`,
    'code=$?',
    `if [ "$code" != 0 ]; then printf '%${TERMINAL_BYTES}s\\n' ''; fi`,
    'exit "$code"',
    '',
  ].join('\n');
}
