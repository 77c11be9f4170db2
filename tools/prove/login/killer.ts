import { pathToFileURL } from 'node:url';
import type { Project } from '@go-actions/test-kit';

/**
 * Ends a process from within, at any moment, also in the middle of a system call: a thread of its own sends the signal. What
 * it takes to do so is loaded by NODE_OPTIONS, so that main, helper and post are what they are everywhere else.
 */
export async function createKiller(disk: Project) {
  await disk.write({
    'killer.mjs': `import { isMainThread, Worker } from 'node:worker_threads';
const { KILL_AFTER, KILL_SIGNAL } = process.env;
if (isMainThread && KILL_AFTER) {
  const code = \`const { pid } = process; const kill = (signal) => { try { process.kill(pid, signal); } catch {} };
    setTimeout(() => { kill('\${KILL_SIGNAL}'); setTimeout(() => kill('SIGKILL'), 2500); }, \${KILL_AFTER});\`;
  new Worker(code, { eval: true, execArgv: [], env: {} }).unref();
}
`,
  });
  const preload = `--import=${pathToFileURL(disk.path('killer.mjs')).href}`;
  return (ms: number, signal: NodeJS.Signals): Record<string, string> => ({
    NODE_OPTIONS: preload,
    KILL_AFTER: String(Math.round(ms)),
    KILL_SIGNAL: signal,
  });
}
