import { counted } from '@go-actions/action-kit';
import { expect, it } from 'vitest';

it('counts in words', () => {
  expect([counted(0, 'file'), counted(1, 'file'), counted(2, 'entry', 'entries')]).toEqual([
    '0 files',
    '1 file',
    '2 entries',
  ]);
});
