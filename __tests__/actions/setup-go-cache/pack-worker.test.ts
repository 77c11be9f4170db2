import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const THREAD = fileURLToPath(new URL('../../../actions/setup-go-cache/src/pack-worker.ts', import.meta.url));

it('a thread answers each job with its result, or with what went wrong', async () => {
  const thread = new Worker(THREAD);
  const ask = async (job: unknown): Promise<unknown> => {
    thread.postMessage(job);
    const [answer] = await once(thread, 'message');
    return answer;
  };
  try {
    const frame = { frame: Buffer.from('no frame'), rawLength: 10, dir: '/nowhere', time: 0, objects: [] };
    expect(await ask({ kind: 'unpack-build', ...frame })).toEqual({
      error: expect.stringMatching(/frame|data/i),
    });
    const checkout = { workspace: '/nowhere', dir: '/nowhere', flags: [] };
    expect(await ask({ kind: 'hash-checkout', ...checkout })).toEqual({
      result: { native: { digest: '', touched: undefined }, jobFiles: '' },
    });
  } finally {
    await thread.terminate();
  }
});
