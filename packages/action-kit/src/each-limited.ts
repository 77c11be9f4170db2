/** Runs `body` for every item, at most `limit` at a time; the first failure is thrown after the others have settled. */
export async function eachLimited<T>(
  items: readonly T[],
  limit: number,
  body: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      await body(items[index] as T, index);
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, lane));
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
