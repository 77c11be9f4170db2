import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs `body` while it holds the lock `file` (util-linux `flock`), so that a long benchmark takes turns, round by round, with
 * whatever else measures on this computer. Without a file there is nobody to wait for.
 */
export async function inTurn<T>(file: string | undefined, body: () => Promise<T>): Promise<T> {
  if (file === undefined) return body();
  const holder = spawn('flock', [file, 'sh', '-c', 'echo mine; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  try {
    return await body();
  } finally {
    holder.stdin.end();
    await once(holder, 'close');
  }
}
