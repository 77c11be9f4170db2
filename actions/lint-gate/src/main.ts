import { setImmediate } from 'node:timers/promises';
import type { Conclusion, Job } from '@go-actions/action-kit';
import { planLevels } from './check-list.ts';
import type { Inputs } from './inputs.ts';
import { readSurroundings } from './io/modules.ts';
import { lookOnPath } from './io/on-path.ts';

export { readInputs } from './inputs.ts';

/** Gathers what stands before the first check, and passes it through the gate. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const started = performance.now();
  const levels = planLevels(inputs.preset, inputs.checks);
  const onPath = lookOnPath(levels);
  const [around, { passGate }] = await Promise.all([readSurroundings(job.context, inputs), loadGate()]);
  return passGate(inputs, job, { started, levels, onPath, around });
}

/** The code of the checks is loaded while git and the go command answer; they are at work after a turn of the event loop. */
async function loadGate() {
  await setImmediate();
  return import(/* webpackMode: "eager" */ './gate.ts');
}
