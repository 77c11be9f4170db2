import { readFile } from 'node:fs/promises';
import { inRoot } from '@go-actions/tools';
import { withInputs } from '@go-actions/tools/demo/caller';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const RELEASE = { type: 'minor', version: '0.2.0', tag: 'v0.2.0', 'assets-dir': '/assets' };
const DIGEST = `sha256:${'0'.repeat(64)}`;

async function call(release: { fail?: boolean }, inputs: Record<string, string> = {}) {
  const caller = await readFile(inRoot('examples/workflows/tags.yml'), 'utf8');
  return stage.play(
    withInputs(caller, inputs),
    {
      'semver-release': { outputs: RELEASE, show: ['phase', 'assets-dir'], ...release },
      handoff: { outputs: { digest: DIGEST, path: '/received' }, show: ['mode', 'path', 'digest'] },
      'setup-go-cache': { show: ['cache'] },
    },
    'refs/tags/v0.2.0',
  );
}

describe('go-release.yml under act', () => {
  it('plans, builds, hands the assets over with their digest, publishes and verifies', async () => {
    const { exit, ends, shown } = await call({});
    expect(exit).toBe('success');
    expect(ends).toEqual(['build success', 'plan success', 'publish success', 'verify success']);
    expect(shown).toEqual([
      { action: 'setup-go-cache', inputs: { cache: 'off' } },
      { action: 'semver-release', inputs: { phase: 'plan', 'assets-dir': '' } },
      { action: 'setup-go-cache', inputs: { cache: 'off' } },
      { action: 'semver-release', inputs: { phase: 'build', 'assets-dir': '' } },
      { action: 'handoff', inputs: { mode: 'put', path: '/assets', digest: '' } },
      {
        action: 'handoff',
        inputs: { mode: 'get', path: expect.stringMatching(/\/release-assets$/), digest: DIGEST },
      },
      { action: 'semver-release', inputs: { phase: 'publish', 'assets-dir': '/received' } },
      { action: 'semver-release', inputs: { phase: 'verify', 'assets-dir': '' } },
    ]);
  });

  it('publishes nothing in a dry run', async () => {
    const { exit, ends } = await call({}, { 'dry-run': 'true' });
    expect(exit).toBe('success');
    expect(ends).toEqual(['build success', 'plan success']);
  });

  it('builds nothing that the plan refuses', async () => {
    const { exit, ends } = await call({ fail: true });
    expect(exit).toBe('failure');
    expect(ends).toEqual(['plan failure']);
  });
});
