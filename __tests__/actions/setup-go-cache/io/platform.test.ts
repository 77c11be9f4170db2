import { availableParallelism } from 'node:os';
import { run } from '@go-actions/action-kit';
import { expect, it } from 'vitest';
import { readMachine } from '../../../../actions/setup-go-cache/src/io/platform.ts';

it('case cache-plan/06: a machine with other processors or another zone is another job', async () => {
  expect(readMachine()).toContain(`${availableParallelism()} processors, `);
  const platform = JSON.stringify(
    new URL('../../../../actions/setup-go-cache/src/io/platform.ts', import.meta.url),
  );
  const script = `import(${platform}).then(({ readMachine }) => console.log(readMachine()))`;
  const look = async (TZ: string) => (await run(process.execPath, ['-e', script], { env: { TZ } })).stdout;
  const [tokyo, again, utc] = [await look('Asia/Tokyo'), await look('Asia/Tokyo'), await look('UTC')];
  expect(tokyo).toContain('Asia/Tokyo');
  expect(again).toBe(tokyo);
  expect(utc).not.toBe(tokyo);
});
