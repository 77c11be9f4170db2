import { createDeliveryLandscape, type DeliveryLandscape, type RegistryFault } from '@go-actions/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';
import { createService, inputsFor } from './service.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

let landscape: DeliveryLandscape;
let project: Awaited<ReturnType<typeof createService>>;
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape();
  project = await createService();
});
afterEach(() => {
  landscape.proxy.plan = () => undefined;
});
afterAll(async () => {
  await project?.[Symbol.asyncDispose]();
  await landscape?.[Symbol.asyncDispose]();
});

const publish = (repository: string) =>
  landscape.run('image-publish', project, {
    inputs: inputsFor(landscape, { image: `${landscape.proxy.host}/${repository}`, sign: 'off' }),
    env: { GITHUB_SHA: project.commit1 },
  });

/** Breaks the first request that fits, or every one. */
function breakRequests(fault: RegistryFault, fits: RegExp, times: number): void {
  let left = times;
  landscape.proxy.plan = ({ method, path }) => {
    if (left === 0 || !fits.test(`${method} ${path}`)) return undefined;
    left -= 1;
    return fault;
  };
}

const TAGS = ['1', '1.5', '1.5.0', 'latest'];

describe('one fault that passes is survived', () => {
  const cases: { fault: RegistryFault; at: string; fits: RegExp }[] = [
    { fault: 500, at: 'the first look', fits: /^GET \/v2\/.*tags/ },
    { fault: 429, at: 'a manifest', fits: /^PUT .*manifests\/sha256:/ },
    { fault: 'reset', at: 'the start of an upload', fits: /^POST .*uploads/ },
    { fault: 'cut', at: 'a layer', fits: /^PATCH / },
    { fault: 'expired', at: 'a layer', fits: /^PATCH / },
    { fault: 'lost', at: 'the exact tag', fits: /^PUT .*manifests\/1\.5\.0$/ },
    { fault: 503, at: 'a tag that moves', fits: /^PUT .*manifests\/latest$/ },
  ];
  it.each(cases)('$fault at $at', async ({ fault, fits }) => {
    const repository = `faults/${String(fault)}`;
    breakRequests(fault, fits, 1);
    const { code, stdout } = await publish(repository);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(landscape.proxy.requests.some((request) => request.fault === fault)).toBe(true);
    expect(await landscape.listHumanTags(repository)).toEqual(TAGS);
  });
});

describe('a fault that stays', () => {
  it('before the exact tag leaves no tag, and a rerun finishes', async () => {
    breakRequests('expired', /^PUT .*manifests\/1\.5\.0$/, 1_000);
    const { code } = await publish('lasting/exact');
    expect(code).toBe(1);
    expect(await landscape.listHumanTags('lasting/exact')).toEqual([]);
    landscape.proxy.plan = () => undefined;
    expect((await publish('lasting/exact')).code).toBe(0);
    expect(await landscape.listHumanTags('lasting/exact')).toEqual(TAGS);
  });

  it('at a tag that moves is red, names it, and takes nothing back', async () => {
    breakRequests('expired', /^PUT .*manifests\/1$/, 1_000);
    const { code, stdout } = await publish('lasting/moving');
    expect(code).toBe(1);
    expect(stdout).toContain('1.5.0 is published, but the tag 1 could not be moved (1.5 could)');
    expect(await landscape.listHumanTags('lasting/moving')).toEqual(['1.5', '1.5.0']);
  });

  it('whether a tag exists is never guessed: a 500 for it ends the run, and nothing is sent', async () => {
    breakRequests(500, /manifests\/1\.5\.0$/, 1_000);
    const sent = landscape.proxy.requests.length;
    const { code, stdout } = await publish('lasting/unknown');
    expect(code).toBe(1);
    expect(stdout).toContain('cannot be known');
    const writes = landscape.proxy.requests.slice(sent).filter(({ method }) => !/^(GET|HEAD)$/.test(method));
    expect(writes).toEqual([]);
  });
});
