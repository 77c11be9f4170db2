import { digest } from '@go-actions/action-kit';
import { expect, it } from 'vitest';

it('digests text and bytes alike', () => {
  expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(digest(Buffer.from('abc'), 8)).toBe('ba7816bf');
});
