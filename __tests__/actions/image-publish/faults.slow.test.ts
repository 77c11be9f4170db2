import {
  createDeliveryLandscape,
  type DeliveryLandscape,
  type FaultProxy,
  type RegistryFault,
} from '@go-actions/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';
import { createService, inputsFor, makeProgramLayout } from './service.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

let landscape: DeliveryLandscape;
let project: Awaited<ReturnType<typeof createService>>;
let layout: string;
/** What is broken of a repository's requests: the tests are about one each, and run side by side. */
const plans = new Map<string, FaultProxy['plan']>();
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape();
  project = await createService();
  layout = await makeProgramLayout(landscape, project);
  landscape.proxy.plan = (request) => plans.get(repositoryOf(request))?.(request);
});
afterAll(async () => {
  await project?.[Symbol.asyncDispose]();
  await landscape?.[Symbol.asyncDispose]();
});

const repositoryOf = ({ path }: { readonly path: string }) =>
  /^\/v2\/(.*?)\/(?:blobs|manifests|tags|referrers)\//.exec(path)?.[1] ?? '';

const publish = (repository: string) =>
  landscape.run('image-publish', project, {
    inputs: inputsFor(landscape, {
      builder: 'oci',
      layout,
      image: `${landscape.proxy.host}/${repository}`,
      sign: 'off',
    }),
    env: { GITHUB_SHA: project.commit1 },
  });

/** Breaks the first request of a repository that fits, or every one. */
function breakRequests(repository: string, fault: RegistryFault, fits: RegExp, times: number): void {
  let left = times;
  plans.set(repository, ({ method, path }) => {
    if (left === 0 || !fits.test(`${method} ${path}`)) return undefined;
    left -= 1;
    return fault;
  });
}

const TAGS = ['1', '1.5', '1.5.0', 'latest'];

// What the publisher makes of each fault at each request is in `publication/matrix`; these are about the programs.
describe.concurrent('one fault that passes is survived', () => {
  const cases: { fault: RegistryFault; at: string; fits: RegExp }[] = [
    { fault: 'cut', at: 'a layer', fits: /^PATCH / },
    { fault: 'expired', at: 'a layer', fits: /^PATCH / },
    { fault: 'lost', at: 'the exact tag', fits: /^PUT .*manifests\/1\.5\.0$/ },
    { fault: 503, at: 'a tag that moves', fits: /^PUT .*manifests\/latest$/ },
  ];
  it.each(cases)('$fault at $at', async ({ fault, at, fits }) => {
    const repository = `faults/${fault}-${at.replaceAll(' ', '-')}`;
    breakRequests(repository, fault, fits, 1);
    const { code, stdout } = await publish(repository);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    const mine = landscape.proxy.requests.filter((request) => repositoryOf(request) === repository);
    expect(mine.some((request) => request.fault === fault)).toBe(true);
    expect(await landscape.listHumanTags(repository)).toEqual(TAGS);
  });
});

describe.concurrent('a fault that stays', () => {
  it('before the exact tag leaves no tag, and a rerun finishes', async () => {
    breakRequests('lasting/exact', 'expired', /^PUT .*manifests\/1\.5\.0$/, 1_000);
    const { code } = await publish('lasting/exact');
    expect(code).toBe(1);
    expect(await landscape.listHumanTags('lasting/exact')).toEqual([]);
    plans.delete('lasting/exact');
    expect((await publish('lasting/exact')).code).toBe(0);
    expect(await landscape.listHumanTags('lasting/exact')).toEqual(TAGS);
  });

  it('at a tag that moves is red, names it, and takes nothing back', async () => {
    breakRequests('lasting/moving', 'expired', /^PUT .*manifests\/1$/, 1_000);
    const { code, stdout } = await publish('lasting/moving');
    expect(code).toBe(1);
    expect(stdout).toContain('1.5.0 is published, but the tag 1 could not be moved (1.5 could)');
    expect(await landscape.listHumanTags('lasting/moving')).toEqual(['1.5', '1.5.0']);
  });

  it('whether a tag exists is never guessed: no clear answer ends the run, and nothing is sent', async () => {
    breakRequests('lasting/unknown', 'expired', /manifests\/1\.5\.0$/, 1_000);
    const { code, stdout } = await publish('lasting/unknown');
    expect(code).toBe(1);
    expect(stdout).toContain('cannot be known');
    const mine = landscape.proxy.requests.filter((each) => repositoryOf(each) === 'lasting/unknown');
    expect(mine.filter(({ method }) => !/^(GET|HEAD)$/.test(method))).toEqual([]);
  });
});
