import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type ActionResult, type ActionRun, runAction } from '@go-actions/test-kit';

const MARK = 'GO_ACTIONS_PROOF';

export type Watched = {
  readonly result: ActionResult;
  readonly ms: number;
  /** From the signal to the end of the step. */
  readonly endedMs: number | undefined;
  /** The largest resident size of the step's own process. */
  readonly peakBytes: number;
  /** Command lines of processes of the step that outlived it. */
  readonly left: readonly string[];
};

/** Runs a phase of an action while its process is looked at (Linux: /proc), and sends it a signal when that is due. */
export async function runWatched(
  action: string,
  options: ActionRun,
  kill?: { readonly signal: NodeJS.Signals; readonly isDue: (elapsedMs: number) => boolean },
): Promise<Watched> {
  const mark = randomBytes(8).toString('hex');
  const started = performance.now();
  let running = true;
  let peakBytes = 0;
  let killedAt: number | undefined;
  const watch = async () => {
    let pid: string | undefined;
    while (running) {
      pid ??= (await findMarked(mark)).find(({ command }) => /index\.[tj]s$/.test(command))?.pid;
      if (pid) {
        peakBytes = Math.max(peakBytes, await readPeak(pid));
        const due = killedAt === undefined && kill?.isDue(performance.now() - started);
        if (kill && due && send(Number(pid), kill.signal)) killedAt = performance.now();
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  };
  const watching = watch();
  const result = await runAction(action, { ...options, env: { ...options.env, [MARK]: mark } });
  const ended = performance.now();
  running = false;
  await watching;
  const left = (await findMarked(mark)).map(({ command }) => command);
  return {
    result,
    ms: ended - started,
    endedMs: killedAt === undefined ? undefined : ended - killedAt,
    peakBytes,
    left,
  };
}

async function findMarked(mark: string): Promise<{ pid: string; command: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''); // gone, or not ours
      if (!environment.includes(`${MARK}=${mark}`)) return [];
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return command ? [{ pid, command: command.replaceAll('\0', ' ').trim() }] : []; // a zombie has none
    }),
  );
  return all.flat();
}

async function readPeak(pid: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it has ended by itself
  }
}
