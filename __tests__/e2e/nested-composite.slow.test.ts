import { readdirSync } from 'node:fs';
import { createLoginLandscape, runStrictly, startCacheService } from '@go-actions/test-kit';
import { expect, it } from 'vitest';

const composite = (inputs: string, steps: string) => `
inputs: ${inputs}
runs:
  using: composite
  steps:
${steps}
`;

it('case platform/01: two composites deep, the cache is saved and the credentials are gone', async () => {
  await using land = await createLoginLandscape({
    files: { 'work/go.mod': 'module example.com/m\n\ngo 1.24\n', 'work/m.go': 'package m\n\nfunc M() {}\n' },
  });
  await using cache = await startCacheService();
  const { tokenUrl, audience } = land.tokenService;
  await land.disk.write({
    // What the outer one is given has other names, and values that make no sense inside.
    'outer/action.yml': composite(
      '{ cache: { default: nonsense }, registries: { default: "" }, host: { default: "" } }',
      `    - uses: ${land.disk.path('inner')}
      with: { host: '\${{ inputs.host }}' }`,
    ),
    'inner/action.yml': composite(
      '{ host: { default: "" } }',
      `    - uses: $/actions/setup-go-cache
      with: { go-version: '>=1.24', cache-scope: nested, cache: auto }
    - uses: $/actions/oidc-registry-login
      with: { registry: '\${{ inputs.host }}', provider: token-exchange, token-url: '${tokenUrl}', audience: '${audience}' }
    - run: go build ./... && test -s "$DOCKER_CONFIG/config.json"
      shell: bash`,
    ),
  });
  const job = (temp: string) =>
    runStrictly({
      workspace: land.disk.path('work'),
      temp,
      env: {
        HOME: land.disk.path('home'),
        ...land.issuer.env,
        ...cache.env(),
      },
      event: { repository: { default_branch: 'main' } },
      steps: [{ uses: land.disk.path('outer'), with: { host: land.registry.host } }],
    });
  const first = await job(land.disk.path('temp'));
  expect(first.phases.map(({ action, phase, code }) => [action.split('/').at(-1), phase, code])).toEqual([
    ['setup-go-cache', 'main', 0],
    ['oidc-registry-login', 'main', 0],
    ['run', 'run', 0],
    ['oidc-registry-login', 'post', 0],
    ['setup-go-cache', 'post', 0],
  ]);
  expect(first.annotations).toEqual([]);
  expect(readdirSync(land.disk.path('temp')).filter((name) => name.startsWith('oidc-'))).toEqual([]);
  expect(first.phases.at(-1)?.stdout).toMatch(/Build cache saved: \d+ objects/);
  await land.disk.exec('rm', ['-rf', 'home']);
  await land.disk.exec('mkdir', ['home', 'temp2']);
  const second = await job(land.disk.path('temp2'));
  expect(second.phases[0]?.stdout).not.toMatch(/cold/);
  expect(second.annotations).toEqual([]);
});
