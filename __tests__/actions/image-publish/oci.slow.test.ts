import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createDeliveryLandscape, type DeliveryLandscape } from '@go-actions/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';
import { createService, inputsFor, makeLayout, type Recipe } from './service.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

let landscape: DeliveryLandscape;
let project: Awaited<ReturnType<typeof createService>>;
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape();
  project = await createService();
  const env = { GOFLAGS: '-buildvcs=true', CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' };
  await project.exec('go', ['build', '-o', landscape.disk.path('app'), './cmd/app'], { env });
});
afterAll(async () => {
  await project?.[Symbol.asyncDispose]();
  await landscape?.[Symbol.asyncDispose]();
});

const publish = (layout: string, changes: Record<string, string> = {}) =>
  landscape.run('image-publish', project, {
    inputs: inputsFor(landscape, { builder: 'oci', layout, ...changes }),
    env: { GITHUB_SHA: project.commit1 },
  });

describe('image-publish with a layout of another step', () => {
  it('publishes it under one index, with the number of its user', async () => {
    const layout = await makeLayout(landscape, { name: 'good', user: 'nonroot' });
    const { code, stdout, outputs } = await publish(layout, {
      sign: 'off',
      image: `${landscape.proxy.host}/team/good`,
    });
    expect({ code, stdout }).toMatchObject({ code: 0 });
    const config = JSON.parse(await landscape.exec('crane', ['config', outputs.reference ?? '']));
    expect(config.config).toMatchObject({
      User: '65532',
      Labels: { 'org.opencontainers.image.revision': project.commit1 },
    });
    expect(await landscape.exec('crane', ['validate', '--remote', outputs.reference ?? ''])).toContain(
      'PASS',
    );
    const [platform] = JSON.parse(outputs.platforms ?? '[]') as { digest: string }[];
    const referrers = platform?.digest.replace(':', '-');
    const index = JSON.parse(
      await landscape.exec('crane', ['manifest', `${landscape.registry.host}/team/good:${referrers}`]),
    );
    expect(index.manifests).toMatchObject([{ artifactType: 'application/spdx+json' }]);
  });

  const cases: (Recipe & { says: RegExp; with?: Record<string, string> })[] = [
    { name: 'root', user: 'root', says: /runs as root/ },
    { name: 'unknown-user', user: 'nobody-knows', says: /a name that its \/etc\/passwd does not have/ },
    { name: 'shell', files: { 'usr/bin/bash': '#!' }, says: /a shell: \/usr\/bin\/bash/ },
    { name: 'busybox', files: { 'opt/busybox': 'x' }, links: { sh: 'opt/busybox' }, says: /a shell: \/sh/ },
    {
      name: 'other-platform',
      platform: 'linux/arm64',
      says: /asks for linux\/amd64, which the image does not have/,
    },
    { name: 'two-platforms', with: { platforms: 'linux/amd64,linux/s390x' }, says: /asks for linux\/s390x/ },
  ];
  it.each(cases)('refuses $name, and pushes nothing', async ({ says, with: changes = {}, ...recipe }) => {
    const layout = await makeLayout(landscape, recipe);
    const sent = landscape.proxy.requests.length;
    const { code, stdout } = await publish(layout, { image: `${landscape.proxy.host}/team/bad`, ...changes });
    expect(code).toBe(1);
    expect(stdout).toMatch(says);
    const writes = landscape.proxy.requests.slice(sent).filter(({ method }) => !/^(GET|HEAD)$/.test(method));
    expect(writes).toEqual([]);
  });

  it('a dynamic program is named', async () => {
    const layout = await makeLayout(landscape, {
      name: 'dynamic',
      programs: { 'usr/bin/tool': '/bin/true' },
    });
    const { code, stdout } = await publish(layout);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\/usr\/bin\/tool is dynamically linked/);
  });

  it('a blob that is not what its digest says is refused', async () => {
    const layout = await makeLayout(landscape, { name: 'forged' });
    const index = JSON.parse(await readFile(`${layout}/index.json`, 'utf8'));
    const digest: string = index.manifests[0].digest;
    const path = `${layout}/blobs/${digest.replace(':', '/')}`;
    const forged = (await readFile(path, 'utf8')).replace('"size"', ' "size"');
    await writeFile(path, forged);
    expect(createHash('sha256').update(forged).digest('hex')).not.toBe(digest.slice(7));
    const { code, stdout } = await publish(layout);
    expect(code).toBe(1);
    expect(stdout).toContain('holds no image that can be read');
  });

  it.each([
    ['a folder that is not there', 'none'],
    ['a file', 'go.mod'],
  ])('%s is no layout', async (_, layout) => {
    const { code, stdout } = await publish(layout);
    expect(code).toBe(1);
    expect(stdout).toContain('holds no image that can be read');
  });
});

describe('image-publish with a Dockerfile', () => {
  it('says what is missing where there is no daemon', async () => {
    const { code, stdout } = await landscape.run('image-publish', project, {
      inputs: inputsFor(landscape, { builder: 'dockerfile' }),
      env: { GITHUB_SHA: project.commit1, PATH: landscape.env.PATH },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/buildx|Docker daemon|was not found/);
  });
});
