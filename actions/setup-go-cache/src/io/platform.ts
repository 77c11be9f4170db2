import { readFileSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import type { Platform } from '../keys.ts';

/** What stands for the system's C libraries where the runner names no image: the distribution and its version, else the system's. */
function readImage(): string {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    const value = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
    return `${value('ID')}${value('VERSION_ID')}`;
  } catch {
    return release(); // macOS and Windows have no such file
  }
}

/** The platform that a build cache belongs to; `image` is what the runner says of itself. */
export function readPlatform(arch: string, image: string | undefined): Platform {
  return { os: process.platform, arch, image: image ?? readImage() };
}

/** What tests take from the machine without a trace: its processors (GOMAXPROCS), its user, for whom permissions mean something or not, and its zone. */
export function readMachine(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return `${availableParallelism()} processors, user ${process.getuid?.() === 0 ? 'root' : 'other'}, ${timeZone}`;
}
