import { readdirSync, readFileSync } from 'node:fs';

/** The process of a step that works on this temp folder (Linux): what a runner would send its signals to. */
export async function findStep(temp: string): Promise<number> {
  for (;;) {
    const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isStep(name, temp));
    if (pid) return Number(pid);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isStep(pid: string, temp: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return /index\.(ts|js)\0$/.test(command) && environment.includes(`RUNNER_TEMP=${temp}`);
  } catch {
    return false; // it has ended, or is somebody else's
  }
}

/** Waits for something that a peer sees, without a clock. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
