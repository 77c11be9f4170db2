import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Measured = { readonly ms: number; readonly peakBytes: number };

/** Runs a program to its end; peak memory is the kernel's high-water mark of that process, read while it runs (Linux only). */
export async function measure(program: {
  command: string;
  args: readonly string[];
  cwd: string;
  env?: Record<string, string>;
}): Promise<Measured> {
  const started = performance.now();
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: { ...process.env, ...program.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-2_000);
  });
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, readPeak(child.pid));
  }, 3);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(watch);
  // 1: a gate that says no, a failing test among the events; both have done all of the work.
  if (code !== 0 && code !== 1)
    throw new Error(`${program.command} ${program.args.join(' ')} ended with ${code}:\n${stderr}`);
  return { ms: performance.now() - started, peakBytes };
}

function readPeak(pid: number | undefined): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(match?.[1] ?? 0) * 1024;
  } catch {
    return 0; // it has ended, or this is no Linux
  }
}
