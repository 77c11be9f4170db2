import { eachLimited } from '@go-actions/action-kit';
import { expect, it } from 'vitest';

it.each([
  { limit: 1, items: 5 },
  { limit: 3, items: 10 },
  { limit: 8, items: 2 },
  { limit: 4, items: 0 },
])('takes each of $items items once, at most $limit at a time', async ({ limit, items }) => {
  const seen: string[] = [];
  let running = 0;
  let most = 0;
  await eachLimited(
    Array.from({ length: items }, (_, index) => `item ${index}`),
    limit,
    async (item, index) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      seen.push(`${index}: ${item}`);
      running--;
    },
  );
  expect(seen).toEqual(Array.from({ length: items }, (_, index) => `${index}: item ${index}`));
  expect(most).toBe(Math.min(limit, items));
});

it('throws the first failure, and not before what runs beside it has ended', async () => {
  const ended: number[] = [];
  const failing = eachLimited([0, 1, 2], 2, async (item) => {
    if (item === 0) throw new Error('item 0');
    await Promise.resolve();
    ended.push(item);
  });
  await expect(failing).rejects.toThrow('item 0');
  expect(ended).toEqual([1, 2]);
});
