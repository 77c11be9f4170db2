import type { Facts } from './facts.ts';
import { planGate } from './gate.ts';
import type { PlannedFile } from './planned-file.ts';
import { planRelease } from './release.ts';

/** What fits the repository: the required check always, a release and a delivery where there is something to release. */
export function planFiles(facts: Facts): PlannedFile[] {
  return [planGate(facts), ...planRelease(facts)];
}
