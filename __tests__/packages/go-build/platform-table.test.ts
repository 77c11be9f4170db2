import { runChecked } from '@go-actions/action-kit';
import { listPlatforms } from '@go-actions/go-build';
import { expect, test } from 'vitest';

test('the platforms are those that `go tool dist list` prints', async () => {
  const { stdout } = await runChecked('go', ['tool', 'dist', 'list']);
  expect([...(await listPlatforms('.'))].sort()).toEqual(stdout.trim().split('\n').sort());
});
