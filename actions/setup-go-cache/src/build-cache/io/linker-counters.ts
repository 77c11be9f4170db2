import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countLinks } from '../link-count.ts';

/** How many programs Go has linked on this computer, by its own counters; 0 where it does not count. */
export function readLinkCount(telemetry: string): number {
  const folder = join(telemetry, 'local');
  return listCounters(folder).reduce((sum, name) => sum + countLinks(readFileSync(join(folder, name))), 0);
}

function listCounters(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^link@.*\.count$/.test(name));
  } catch {
    return []; // no Go command has run yet, or counting is off
  }
}
