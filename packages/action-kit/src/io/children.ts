import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { drawAbsentWord } from './absent-word.ts';
import { readSystemRoot } from './programs.ts';

/** A cancelled step is to be gone within two seconds of a signal; its children have the first of them. */
const GRACE_MS = 1_000;

/** The processes that `run` has started and that have not ended. Apart from it: most post phases start none. */
export const living = new Set<ChildProcess>();

/** In the environment of every child, and of all that they start: it tells the processes of this step. */
const MARK = 'GO_ACTIONS_STEP';
let mark: string | undefined;

/** The mark of this step, beside those of the steps that it runs in. */
export function markChild(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  mark ??= drawAbsentWord('');
  return { [MARK]: `${env[MARK] ?? ''} ${mark}`.trim() };
}

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
  killMarked();
}

/** As often as something new is found: what is looked at may be starting another one. */
const ROUNDS = 5;

/**
 * Ends processes of this step that have left their group (`setsid`), where the system shows their environment: Linux, for
 * those of the same user that did not clear it.
 */
function killMarked(): void {
  if (process.platform !== 'linux' || mark === undefined) return;
  for (let round = 0; round < ROUNDS; round++) {
    const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isMarked(name));
    if (found.length === 0) return;
    for (const pid of found) signal(Number(pid), 'SIGKILL');
  }
}

function isMarked(pid: string): boolean {
  try {
    return mark !== undefined && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
  } catch {
    return false; // it has ended, or is somebody else's
  }
}

/** Ends a child and its descendants: politely, then by force. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const args = ['/pid', String(child.pid), '/T', '/F'];
    const taskkill = `${readSystemRoot() ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
    spawn(taskkill, args, { stdio: 'ignore' }).on('error', () => child.kill());
    return;
  }
  signalGroup(child.pid, 'SIGTERM');
  const group = child.pid;
  setTimeout(() => signalGroup(group, 'SIGKILL'), GRACE_MS).unref();
}

export function signalGroup(group: number, name: NodeJS.Signals): void {
  signal(-group, name);
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch (error) {
    // It is gone already, or has become somebody else's (sudo).
    if (!/^(ESRCH|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
