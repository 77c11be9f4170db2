import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDeliveryLandscape, type DeliveryLandscape } from '@go-actions/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';
import { judgeSpdx } from './sbom/schema.ts';
import { createService, inputsFor } from './service.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

type Index = { readonly manifests: readonly { readonly digest: string; readonly platform: object }[] };

let landscape: DeliveryLandscape;
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape();
});
afterAll(async () => landscape?.[Symbol.asyncDispose]());

describe('image-publish with ko', () => {
  it('publishes an image with SBOM, provenance and signature, and writes nothing the second time', async () => {
    await using project = await createService();
    const env = {
      GITHUB_SHA: project.commit1,
      GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/r.yml@refs/tags/v1.5.0',
    };
    const first = await landscape.run('image-publish', project, { inputs: inputsFor(landscape), env });
    expect(first.code).toBe(0);
    expect(await landscape.listHumanTags('team/app')).toEqual(['1', '1.5', '1.5.0', 'latest']);
    const sent = landscape.proxy.requests.length;
    const second = await landscape.run('image-publish', project, { inputs: inputsFor(landscape), env });
    expect(second.code).toBe(0);
    const writes = landscape.proxy.requests.slice(sent).filter(({ method }) => !/^(GET|HEAD)$/.test(method));
    expect(writes).toEqual([]);
    expect(second.outputs).toEqual(first.outputs);
  });

  it('publishes an index of the two platforms and nothing else, each with an SBOM by the rules of SPDX', async () => {
    await using project = await createService();
    const { code, stdout, outputs } = await landscape.run('image-publish', project, {
      inputs: inputsFor(landscape, {
        image: `${landscape.proxy.host}/team/two`,
        platforms: 'linux/amd64,linux/arm64',
        sign: 'off',
      }),
      env: { GITHUB_SHA: project.commit1 },
    });
    expect(code, stdout).toBe(0);
    const reference = outputs.reference ?? '';
    const index = JSON.parse(await landscape.exec('crane', ['manifest', reference])) as Index;
    const asked = [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ];
    expect(index.manifests.map(({ platform }) => platform)).toEqual(asked);
    const told = JSON.parse(outputs.platforms ?? '[]') as { digest: string }[];
    expect(told.map(({ digest }) => digest)).toEqual(index.manifests.map(({ digest }) => digest));
    for (const { architecture } of asked) {
      const args = ['config', `--platform=linux/${architecture}`, reference];
      expect(JSON.parse(await landscape.exec('crane', args))).toMatchObject({ os: 'linux', architecture });
    }

    const files = (await readdir(outputs.sbom ?? '')).sort();
    expect(files).toEqual(['linux_amd64.spdx.json', 'linux_arm64.spdx.json']);
    for (const file of files) {
      expect(judgeSpdx(await readFile(join(outputs.sbom ?? '', file), 'utf8')), file).toEqual([]);
    }
  });
});
