import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDeliveryLandscape, type DeliveryLandscape, type Files } from '@go-actions/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';
import { createService, inputsFor, makeLayout, makeProgramLayout } from './service.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

let landscape: DeliveryLandscape;
let project: Awaited<ReturnType<typeof createService>>;
let layout: string;
let other: string;
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape();
  project = await createService();
  layout = await makeProgramLayout(landscape, project);
  other = await makeLayout(landscape, { name: 'other', files: { 'etc/more': 'x' } });
});
afterEach(() => {
  if (landscape) landscape.proxy.plan = () => undefined;
});
afterAll(async () => {
  await project?.[Symbol.asyncDispose]();
  await landscape?.[Symbol.asyncDispose]();
});

/** Publishes the layout as `reports/<name>`. */
const publish = (name: string, changes: Record<string, string> = {}, env: Record<string, string> = {}) =>
  landscape.run('image-publish', project, {
    inputs: inputsFor(landscape, {
      builder: 'oci',
      layout,
      sign: 'off',
      image: `${landscape.proxy.host}/reports/${name}`,
      ...changes,
    }),
    env: { GITHUB_SHA: project.commit1, ...env },
  });
const at = (name: string) => `${landscape.registry.host}/reports/${name}`;
const digestOf = (reference: string) => landscape.exec('crane', ['digest', reference]);
/** Lets somebody else write these tags as soon as the index is pushed; until they have, what they are about is not answered. */
function letOthersTag(name: string, tags: readonly string[], about: RegExp): void {
  let theirs: Promise<unknown> | undefined;
  let done = false;
  landscape.proxy.plan = ({ method, path }) => {
    if (method === 'PUT' && path.includes('manifests/sha256:'))
      theirs ??= Promise.all(
        tags.map((tag) => landscape.exec('crane', ['copy', landscape.base, `${at(name)}:${tag}`])),
      ).finally(() => {
        done = true;
      });
    return theirs && !done && about.test(path) ? 503 : undefined;
  };
}
const writesSince = (sent: number) =>
  landscape.proxy.requests.slice(sent).filter(({ method }) => !/^(GET|HEAD)$/.test(method));

describe('a version is published once', () => {
  it('a version that another run publishes meanwhile is not written over', async () => {
    letOthersTag('raced', ['1.5.0'], /manifests\/1\.5\.0$/);
    const { code, stdout } = await publish('raced');
    expect({ code, stdout }).toMatchObject({ code: 1 });
    expect(stdout).toContain('reports/raced:1.5.0 exists, and is another image');
    expect(await digestOf(`${at('raced')}:1.5.0`)).toBe(landscape.base.split('@')[1]);
    expect(await landscape.listHumanTags('reports/raced')).toEqual(['1.5.0']);
  });

  it('docker/metadata-action#326: what a higher version took meanwhile does not move back', async () => {
    letOthersTag('overtaken', ['1.6.0', '1', 'latest'], /tags\/list/);
    const { code, stdout, outputs } = await publish('overtaken');
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(JSON.parse(outputs['image-tags'] ?? '[]')).toEqual(['1.5.0', '1.5']);
    expect(await digestOf(`${at('overtaken')}:latest`)).toBe(landscape.base.split('@')[1]);
  });

  it('another spelling of the version is written with it, and never moves', async () => {
    const first = await publish('spelled', { 'image-tags': 'v1.5.0 latest' });
    expect({ code: first.code, stdout: first.stdout }).toMatchObject({ code: 0 });
    expect(await landscape.listHumanTags('reports/spelled')).toEqual(['1.5.0', 'latest', 'v1.5.0']);

    await landscape.exec('crane', ['copy', landscape.base, `${at('misspelled')}:v1.5.0`]);
    const sent = landscape.proxy.requests.length;
    const second = await publish('misspelled', { 'image-tags': 'v1.5.0 latest' });
    expect(second.code).toBe(1);
    expect(second.stdout).toContain('misspelled:v1.5.0 exists, and is another image');
    expect(writesSince(sent)).toEqual([]);
  });

  it('a tag of the version at another commit is refused before anything is built', async () => {
    await using moved = await createService();
    await moved.git('tag', 'v1.5.0');
    await moved.commit('feat: more', { 'more.txt': 'x' });
    const sent = landscape.proxy.requests.length;
    for (const builder of ['ko', 'oci']) {
      const { code, stdout } = await landscape.run('image-publish', moved, {
        inputs: inputsFor(landscape, { builder, layout: builder === 'oci' ? layout : '', sign: 'off' }),
        env: { GITHUB_SHA: await moved.git('rev-parse', 'HEAD') },
      });
      expect(code).toBe(1);
      expect(stdout).toContain(`The tag v1.5.0 is at the commit ${moved.commit1}`);
    }
    expect(writesSince(sent)).toEqual([]);
  });
});

describe('what is said to be signed is signed', () => {
  const signed = () => ({
    sign: 'key',
    'sign-key': landscape.signingKey,
    'sign-password': landscape.signingPassword,
  });

  it('a version that went out without a signature is not called signed by a rerun, verified or not', async () => {
    expect((await publish('unsigned')).code).toBe(0);
    for (const verify of ['true', 'false']) {
      const { code, stdout, outputs } = await publish('unsigned', { ...signed(), verify });
      expect(code).toBe(1);
      expect(stdout).toContain('The registry does not have the signature of');
      expect(outputs['signed-by']).toBeUndefined();
    }
  });

  it('a rerun in another run of the same workflow finds the provenance of the first one, and writes nothing', async () => {
    const env = { GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/r.yml@refs/tags/v1.5.0' };
    const first = await publish('rerun', signed(), { ...env, GITHUB_RUN_ID: '1' });
    expect({ code: first.code, stdout: first.stdout }).toMatchObject({ code: 0 });
    const sent = landscape.proxy.requests.length;
    const again = await publish('rerun', signed(), {
      ...env,
      GITHUB_RUN_ID: '2',
      GITHUB_EVENT_NAME: 'workflow_dispatch',
    });
    expect({ code: again.code, stdout: again.stdout }).toMatchObject({ code: 0 });
    expect(writesSince(sent)).toEqual([]);
    expect(again.outputs).toEqual(first.outputs);
  });

  it('neither key nor password is in the log, wherever they come from', async () => {
    const inputs = { ...signed(), 'sign-key': '', 'sign-password': '' };
    const { code, stdout, stderr, summary } = await publish('secret', inputs, {
      COSIGN_PRIVATE_KEY: landscape.signingKey,
      COSIGN_PASSWORD: landscape.signingPassword,
    });
    expect({ code, stdout }).toMatchObject({ code: 0 });
    const log = `${stdout}${stderr}${summary}`.replace(/^::add-mask::.*$/gm, '');
    expect(stdout).toMatch(/^::add-mask::correct horse$/m);
    expect(log).not.toContain(landscape.signingPassword);
    for (const line of landscape.signingKey.split('\n').filter((text) => text.length > 30))
      expect(log.includes(line), line).toBe(false);
  });
});

describe('the image that is published is the one that was meant', () => {
  it('docker/build-push-action#1130: a program that root alone may start is not for another user', async () => {
    const closed = await makeLayout(landscape, { name: 'closed', modes: { app: '700' } });
    const { code, stdout } = await publish('closed', { layout: closed });
    expect(code).toBe(1);
    expect(stdout).toContain('it starts /app, and its user 65532 may not execute /app');
  });

  it('an image that buildx listed under two names is one image', async () => {
    const path = 'other-layout/index.json';
    const index = JSON.parse(await landscape.disk.read(path));
    const [only] = index.manifests;
    const names = ['r.test/a:1', 'r.test/a:2'];
    const manifests = names.map((name) => ({ ...only, annotations: { 'io.containerd.image.name': name } }));
    await landscape.disk.write({ [path]: JSON.stringify({ ...index, manifests }) });
    const { code, stdout } = await publish('named-twice', { layout: other });
    expect({ code, stdout }).toMatchObject({ code: 0 });
  });

  it.each([
    ['platforms', { platforms: 'linux/amd64,linux/amd64/v1' }, 'linux/amd64/v1 is there twice'],
    ['version', { version: `1.5.0-${'a'.repeat(130)}` }, 'at most 128 characters'],
  ])('%s that no index can have is refused with the inputs', async (_, changes, says) => {
    const { code, stdout } = await publish('inputs', changes);
    expect(code).toBe(1);
    expect(stdout).toContain(says);
  });

  const builds: { name: string; files: Files; env?: Record<string, string>; says: string }[] = [
    {
      name: 'ko-build/ko#201: baseImageOverrides beats the base image that is asked for',
      files: { '.ko.yaml': 'baseImageOverrides:\n  example.com/app/cmd/app: HOST/base:v1\n' },
      says: 'Remove `baseImageOverrides` from `.ko.yaml`',
    },
    {
      name: 'kodata that is kept in Git LFS',
      files: {
        'cmd/app/kodata/page.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`,
      },
      says: '`kodata` has files of Git LFS, whose content is not in the commit: cmd/app/kodata/page.bin',
    },
    {
      name: 'a program that ko was told to link dynamically',
      files: {
        '.ko.yaml': 'builds:\n- id: app\n  main: ./cmd/app\n  env: [CGO_ENABLED=1]\n',
        'cmd/app/main.go': 'package main\n\nimport "net"\n\nfunc main() { println(net.FlagUp) }\n',
      },
      says: 'dynamically linked',
    },
  ];
  it.each(builds)('$name: refused, and nothing is pushed', async ({ files, says }) => {
    const texts = Object.entries(files).map(([path, text]) => [
      path,
      String(text).replace('HOST', landscape.registry.host),
    ]);
    await landscape.exec('crane', ['copy', landscape.base, `${landscape.registry.host}/base:other`]);
    await using service = await createService(Object.fromEntries(texts));
    const sent = landscape.proxy.requests.length;
    const { code, stdout } = await landscape.run('image-publish', service, {
      inputs: inputsFor(landscape, { sign: 'off' }),
      env: { GITHUB_SHA: service.commit1 },
    });
    expect({ code, stdout }).toMatchObject({ code: 1 });
    expect(stdout).toContain(says);
    expect(writesSince(sent)).toEqual([]);
  });

  it('two runs of one commit give one digest and the same SBOM, whatever caches and variables the job has', async () => {
    const build = async (temp: string, env: Record<string, string>) => {
      const { code, stdout, outputs } = await landscape.run('image-publish', project, {
        inputs: inputsFor(landscape, { 'dry-run': 'true' }),
        env: { GITHUB_SHA: project.commit1, ...env },
        temp: landscape.disk.path(temp),
      });
      expect({ code, stdout }).toMatchObject({ code: 0 });
      const sbom = await readFile(join(outputs.sbom ?? '', 'linux_amd64.spdx.json'), 'utf8');
      return { digest: outputs.digest, sbom };
    };
    await mkdir(landscape.disk.path('temp-of-another-runner'));
    const plain = await build('temp', { TZ: 'Asia/Tokyo' });
    const shaped = {
      CGO_ENABLED: '1',
      GOAMD64: 'v3',
      GOFLAGS: '-ldflags=-X=main.x=y',
      KO_DEFAULTPLATFORMS: 'linux/s390x',
      KO_GO_PATH: '/bin/false',
      GODEBUG: 'x509sha1=1',
      GOCACHE: landscape.disk.path('poisoned'),
    };
    expect(await build('temp-of-another-runner', shaped)).toEqual(plain);
  });
});
