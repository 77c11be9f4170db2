import { createDeliveryLandscape, type DeliveryLandscape } from '@go-actions/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';
import { createService, inputsFor } from './service.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

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
});
