import { ownGoCaches } from '@go-actions/delivery';
import { expect, it } from 'vitest';

it('both caches of Go are below RUNNER_TEMP, which the runner empties before each job', () => {
  const { GOCACHE, GOMODCACHE } = ownGoCaches('/home/runner/_temp');
  expect(GOCACHE).toMatch(/^\/home\/runner\/_temp\//);
  expect(GOMODCACHE).toMatch(/^\/home\/runner\/_temp\//);
  expect(GOCACHE).not.toBe(GOMODCACHE);
});
