import type { ChildProcess } from 'node:child_process';

/** A cancelled step is to be gone within two seconds of a signal; its children have the first of them. */
const GRACE_MS = 1_000;

/** The processes that `run` has started and that have not ended. Apart from it: most post phases start none. */
export const living = new Set<ChildProcess>();

/**
 * Ends every child and its descendants, on cancel and when an action ends while something still runs: a polite signal,
 * then, for whole groups, one that cannot be refused.
 */
export async function killChildren(): Promise<void> {
  const groups = [...living].map((child) => child.pid).filter((pid) => pid !== undefined);
  for (const child of living) killGroup(child);
  const deadline = Date.now() + GRACE_MS;
  while (living.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  if (process.platform !== 'win32') for (const group of groups) signalGroup(group, 'SIGKILL');
}

/** Ends a child and its descendants: politely, then by force. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const args = ['/pid', String(child.pid), '/T', '/F'];
    spawn('taskkill', args, { stdio: 'ignore' }).on('error', () => child.kill());
    return;
  }
  signalGroup(child.pid, 'SIGTERM');
  const group = child.pid;
  setTimeout(() => signalGroup(group, 'SIGKILL'), GRACE_MS).unref();
}

export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ESRCH: the group is gone already
  }
}
