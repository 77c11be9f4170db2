import { cp } from 'node:fs/promises';
import {
  createDeliveryLandscape,
  createProject,
  type DeliveryLandscape,
  type Files,
  type Project,
} from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['cosign', 'helm', 'kustomize', 'kubeconform'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

let landscape: DeliveryLandscape;
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape({
    tools: ['crane', 'cosign', 'helm', 'kustomize', 'kubeconform'],
  });
});
afterAll(async () => landscape?.[Symbol.asyncDispose]());

/** The delivery files of the example service, with changes, committed. */
async function createRelease(changes: Files = {}): Promise<Project> {
  const project = await createProject({}, { git: true });
  await cp(inRoot('examples', 'go-service', 'deploy'), project.path('deploy'), { recursive: true });
  await project.commit('feat: a chart', changes);
  return project;
}

const publish = async (project: Project, changes: Record<string, string> = {}) =>
  landscape.run('chart-publish', project, {
    inputs: {
      chart: 'deploy/chart',
      version: 'v1.5.0',
      registry: `oci://${landscape.proxy.host}/team/charts`,
      values: 'deploy/values/base.yaml deploy/values/staging.yaml deploy/values/prod.yaml',
      kustomize: 'deploy/kustomize/overlays/staging deploy/kustomize/overlays/prod',
      sign: 'key',
      'sign-key': landscape.signingKey,
      'sign-password': landscape.signingPassword,
      ...changes,
    },
    env: { GITHUB_SHA: await project.git('rev-parse', 'HEAD') },
  });

const writesSince = (sent: number) =>
  landscape.proxy.requests.slice(sent).filter(({ method }) => !/^(GET|HEAD)$/.test(method));

describe('chart-publish', () => {
  it('publishes, signs and lists a chart, and changes nothing the second time', async () => {
    await using project = await createRelease();
    const inputs = { index: 'pages/index.yaml', 'app-version': '1e3' };
    const first = await publish(project, inputs);
    expect({ code: first.code, stdout: first.stdout }).toMatchObject({ code: 0 });
    expect(await landscape.listHumanTags('team/charts/beacon')).toEqual(['1.5.0']);
    const shown = await landscape.exec('helm', [
      'show',
      'chart',
      '--plain-http',
      `oci://${landscape.registry.host}/team/charts/beacon`,
      '--version',
      '1.5.0',
    ]);
    expect(shown).toContain('appVersion: "1e3"\n');
    expect(first.outputs.version).toBe('1.5.0');
    const index = await project.read('pages/index.yaml');
    expect(index).toContain('appVersion: "1e3"');
    const manifest = JSON.parse(await landscape.exec('crane', ['manifest', first.outputs.reference ?? '']));
    const committed = Number(await project.git('show', '--no-patch', '--format=%ct', 'HEAD'));
    expect(manifest.annotations['org.opencontainers.image.created']).toBe(
      new Date(committed * 1_000).toISOString().replace('.000Z', 'Z'),
    );

    const sent = landscape.proxy.requests.length;
    const second = await publish(project, inputs);
    expect(second.code).toBe(0);
    expect(writesSince(sent)).toEqual([]);
    expect(await project.read('pages/index.yaml')).toBe(index);
    expect(second.outputs).toEqual(first.outputs);

    await project.commit('feat: another text', {
      'deploy/chart/values.yaml': `${await project.read('deploy/chart/values.yaml')}# changed\n`,
    });
    const third = await publish(project, inputs);
    expect(third.code).toBe(1);
    expect(third.stdout).toMatch(
      /exists, and is another chart: the registry has the package sha256:\w+, and this commit gives sha256:/,
    );
    expect(writesSince(sent)).toEqual([]);
  });

  it('helm/helm#10250, #10166: + is _ in the tag alone', async () => {
    await using project = await createRelease();
    const { code, stdout } = await publish(project, {
      version: '1.6.0+build.7',
      sign: 'off',
      values: '',
      kustomize: '',
    });
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(await landscape.listHumanTags('team/charts/beacon')).toContain('1.6.0_build.7');
  });

  it('is tagged only when it is signed: while no signature can be written, there is no tag', async () => {
    await using project = await createRelease();
    const registry = `oci://${landscape.proxy.host}/unsigned`;
    landscape.proxy.plan = ({ method, path }) =>
      method === 'PUT' && path.includes('manifests/sha256-') ? 'expired' : undefined;
    const { code, stdout } = await publish(project, { registry, values: '', kustomize: '' });
    landscape.proxy.plan = () => undefined;
    expect(code).toBe(1);
    expect(stdout).toContain('Signing ');
    expect(await landscape.listHumanTags('unsigned/beacon')).toEqual([]);
    const again = await publish(project, { registry, values: '', kustomize: '' });
    expect({ code: again.code, stdout: again.stdout }).toMatchObject({ code: 0 });
    expect(await landscape.listHumanTags('unsigned/beacon')).toEqual(['1.5.0']);
  });

  it('a registry without a path takes charts, and the same commit is the same chart in every registry', async () => {
    await using project = await createRelease();
    const inputs = { registry: `oci://${landscape.proxy.host}/`, sign: 'off', values: '', kustomize: '' };
    const { code, stdout, outputs } = await publish(project, inputs);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(await landscape.listHumanTags('beacon')).toEqual(['1.5.0']);
    const again = await publish(project, { ...inputs, registry: `oci://${landscape.proxy.host}/elsewhere` });
    expect(again.outputs.digest).toBe(outputs.digest);
  });

  it('takes lists, hooks of one name at several times, and anchors', async () => {
    const hook = (event: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: hook, annotations: { helm.sh/hook: ${event} } }\nspec: { containers: [{ name: a, image: a }] }\n---\n`;
    await using project = await createProject(
      {
        'lib/Chart.yaml': 'apiVersion: v2\nname: &n lib\nversion: 0.0.0\ndescription: *n\n',
        'lib/templates/hooks.yaml': hook('pre-install') + hook('post-install'),
        'lib/templates/typed.yaml':
          'apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: { name: a }\n- { apiVersion: v1, kind: ConfigMap, metadata: { name: b } }\n',
        'lib/templates/list.yaml':
          'apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: ConfigMap, metadata: { name: c } }\n',
      },
      { git: true },
    );
    const inputs = { chart: 'lib', values: '', kustomize: '', sign: 'off', 'dry-run': 'true' };
    const { code, stdout, summary } = await publish(project, inputs);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(summary).toContain('| 5 |');
    await project.commit('feat: wrong', {
      'lib/Chart.yaml':
        'apiVersion: v2\nname: lib\nversion: 0.0.0\ndependencies: [{ name: redis, version: ~20, repository: "https://example.com" }]\n',
      'lib/charts/redis/Chart.yaml': 'apiVersion: v2\nname: redis\nversion: 19.1.0\n',
      'lib/templates/typed.yaml':
        'apiVersion: v1\nkind: ConfigMapList\nitems: [{ metadata: { name: c }, datum: {} }]\n',
    });
    const wrong = await publish(project, inputs);
    expect(wrong.code).toBe(1);
    for (const problem of [
      'dependency redis ~20: wrong version in charts/',
      'ConfigMap c is rendered 2 times',
      "ConfigMap c (v1): /: additional properties 'datum' not allowed",
    ])
      expect(wrong.stdout).toContain(problem);
  });

  it('a library chart is linted and published, and renders nothing', async () => {
    await using project = await createProject(
      {
        'lib/Chart.yaml': 'apiVersion: v2\nname: lib\ntype: library\nversion: 0.0.0\n',
        'lib/templates/_x.tpl': '{{- define "lib.x" -}}x{{- end -}}\n',
      },
      { git: true },
    );
    const inputs = { chart: 'lib', values: '', kustomize: '', sign: 'off', 'dry-run': 'true' };
    const { code, stdout } = await publish(project, inputs);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('renders nothing by'),
    });
  });

  it('a tag that holds an image is refused', async () => {
    await using project = await createRelease();
    await landscape.exec('crane', ['copy', landscape.base, `${landscape.registry.host}/other/beacon:1.5.0`]);
    const { code, stdout } = await publish(project, { registry: `oci://${landscape.proxy.host}/other` });
    expect(code).toBe(1);
    expect(stdout).toContain('holds no chart');
  });

  const overlay = (name: string, text: string): Files => ({
    [`deploy/kustomize/overlays/${name}/kustomization.yaml`]: text,
  });

  it('names everything that is wrong at once, and sends nothing', async () => {
    const wrong: readonly { files: Files; says: RegExp }[] = [
      {
        // a values layer that breaks the schema of the chart
        files: { 'deploy/values/prod.yaml': 'replicas: three\n' },
        says: /deploy\/values\/prod\.yaml: helm/,
      },
      {
        // manifests that break the schema of Kubernetes, have a field that nobody knows, are of an unknown kind, or there twice
        files: {
          'deploy/chart/templates/x.yaml':
            'apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { ports: [{ port: "http" }] }\n---\n' +
            'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndatum: {}\n---\n' +
            'apiVersion: example.com/v1\nkind: Lamp\nmetadata: { name: x }\n---\n' +
            'apiVersion: v1\nkind: Service\nmetadata: { name: release-name, namespace: "{{ .Release.Namespace }}" }\nspec: { ports: [{ port: 1 }] }\n',
        },
        says: /Service x \(v1\): \/spec\/ports\/0\/port/,
      },
      { files: {}, says: /ConfigMap x \(v1\).*datum/ },
      { files: {}, says: /Lamp x .*could not find schema/ },
      { files: {}, says: /Service release-name is rendered 2 times/ },
      { files: overlay('broken', 'resources: [../none]\n'), says: /overlays\/broken: kustomize build/ },
      {
        files: overlay('remote', 'resources: ["https://github.com/o/r//base?ref=main"]\n'),
        says: /overlays\/remote: .*takes from elsewhere what the commit does not hold: https:\/\/github\.com/,
      },
      {
        files: overlay(
          'generator',
          'configMapGenerator: [{ name: x, files: ["a.txt=https://example.com/a.txt"] }]\n',
        ),
        says: /takes from elsewhere what the commit does not hold: https:\/\/example\.com\/a\.txt/,
      },
      {
        files: overlay(
          'inline',
          'generators:\n- |-\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata: { name: x }\n  files: ["https://example.com/a.txt"]\n',
        ),
        says: /overlays\/inline: kustomize build: [\s\S]*proxyconnect/,
      },
    ];
    await using project = await createRelease(Object.assign({}, ...wrong.map(({ files }) => files)));
    const sent = landscape.proxy.requests.length;
    const { code, stdout } = await publish(project, {
      kustomize: ['broken', 'remote', 'generator', 'inline']
        .map((name) => `deploy/kustomize/overlays/${name}`)
        .join(' '),
    });
    expect(code).toBe(1);
    for (const { says } of wrong) expect(stdout).toMatch(says);
    expect(landscape.proxy.requests.length).toBe(sent);
  });

  const refusals: { name: string; files?: Files; inputs?: Record<string, string>; says: RegExp }[] = [
    {
      name: 'a template that does not render',
      files: { 'deploy/chart/templates/x.yaml': '{{ .Values.none.at.all }}' },
      says: /helm template/,
    },
    {
      name: 'an overlay that is no YAML',
      files: overlay('prod', 'resources: [\n'),
      inputs: { values: '', kustomize: 'deploy/kustomize/overlays/prod' },
      says: /overlays\/prod\/kustomization\.yaml cannot be read/,
    },
    {
      name: 'helm/chart-releaser-action#6: a dependency that is not in the commit',
      files: {
        'deploy/chart/Chart.yaml':
          'apiVersion: v2\nname: beacon\nversion: 0.0.0\ndependencies: [{ name: redis, version: ~19, repository: "https://example.com" }]\n',
      },
      says: /missing in charts\/ directory: redis/,
    },
    {
      name: 'a file of Git LFS',
      files: {
        'deploy/chart/files/page.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`,
      },
      says: /files of Git LFS.*deploy\/chart\/files\/page\.bin/,
    },
    {
      name: 'a chart that is not committed',
      inputs: { chart: 'deploy/none', values: '', kustomize: '' },
      says: /no folder of the commit/,
    },
    {
      name: 'values outside of the checkout',
      inputs: { values: '../../etc/passwd' },
      says: /no file of the commit/,
    },
    {
      name: 'a version of Kubernetes that does not exist',
      inputs: { 'kube-versions': '1.36.999', values: '', kustomize: '' },
      says: /1\.36\.999, whose schemas could not be fetched/,
    },
    {
      name: 'a name that leads elsewhere',
      files: { 'deploy/chart/Chart.yaml': 'apiVersion: v2\nname: ../../x\nversion: 1.0.0\n' },
      says: /Chart\.yaml cannot be read/,
    },
  ];
  it('refuses what cannot be judged, each with its reason, and sends nothing', async () => {
    await using project = await createRelease();
    const base = await project.git('rev-parse', 'HEAD');
    const sent = landscape.proxy.requests.length;
    for (const { name, files, inputs = { values: '', kustomize: '' }, says } of refusals) {
      await project.git('reset', '--quiet', '--hard', base);
      if (files) await project.commit('feat: wrong', files);
      const { code, stdout } = await publish(project, inputs);
      expect(code, name).toBe(1);
      expect(stdout, name).toMatch(says);
    }
    expect(landscape.proxy.requests.length).toBe(sent);
  });

  it('a link that leads out of the repository is refused by its name, and not packed', async () => {
    await using project = await createRelease();
    await project.exec('ln', ['-s', '/etc/passwd', 'deploy/chart/files']);
    await project.commit('feat: a link');
    const { code, stdout } = await publish(project);
    expect(code).toBe(1);
    expect(stdout).toContain('deploy/chart/files -> /etc/passwd');
  });

  it('never shows the values of a Secret, right or wrong', async () => {
    const SECRET = 'tops3cret-value';
    await using project = await createRelease({
      'deploy/values/prod.yaml': `webhookSecret: ${SECRET}\n`,
      'deploy/chart/templates/x.yaml': `apiVersion: v1\nkind: Secret\nmetadata: { name: x }\ndata: { a: ["${SECRET}"] }\n`,
    });
    const { code, stdout, stderr, summary } = await publish(project);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Secret x \(v1\): does not fit its schema at \/data\/a/);
    expect(stdout + stderr + summary).not.toContain(SECRET);
  });

  it('says everything that is wrong with the inputs at once', async () => {
    await using project = await createRelease();
    const { code, stdout } = await publish(project, {
      version: '1.5',
      registry: 'ghcr.io/x',
      'kube-versions': '1.36',
      'sign-key': '',
    });
    expect(code).toBe(1);
    for (const name of ['version', 'registry', 'kube-versions', 'sign'])
      expect(stdout).toContain(`\`${name}\``);
  });
});
