import { within } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

describe('within', () => {
  it('gives what the work gives, and its error', async () => {
    expect(await within(60_000, Promise.resolve(3))).toBe(3);
    await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('case security/16: ends work that does not end', async () => {
    await expect(within(20, new Promise(() => undefined))).rejects.toThrow(
      'There was no whole answer within 20 ms.',
    );
  });
});
