import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import type { PackJob } from '../../../../../actions/setup-go-cache/src/pack/io/jobs.ts';
import { startPool } from '../../../../../actions/setup-go-cache/src/pack/io/pool.ts';

/** The level says what becomes of a job: below 0 its thread dies, at 0 it fails, above 0 it is done. */
const THREAD = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ level }) => {
    if (level < 0) setImmediate(() => { throw new Error('out of memory'); });
    else parentPort.postMessage(level === 0 ? { error: 'damaged' } : { result: level });
  });
`;

const job = (level: number): PackJob => ({ kind: 'compress', files: [], level });

it('every job is answered, also those that wait while the threads die, one after the other', async () => {
  await using project = await createProject({
    'thread.cjs': THREAD,
    'broken.cjs': 'throw new Error("broken");',
  });
  using pool = startPool(project.path('thread.cjs'), 2);
  const levels = [1, -1, -1, -1, 2, 0, -1, 3];
  const answers = await Promise.allSettled(levels.map((level) => pool.run(job(level))));
  expect(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.message)),
  ).toEqual([1, 'out of memory', 'out of memory', 'out of memory', 2, 'damaged', 'out of memory', 3]);
  using broken = startPool(project.path('broken.cjs'), 2);
  broken.warmUp();
  await expect(broken.run(job(1))).rejects.toThrow('broken');
});
