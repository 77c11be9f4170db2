import { createServer } from 'node:http';
import { run } from '@go-actions/action-kit';
import { createProject, listen, runAction, startLocalServer } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const hasKubectl = await run('kubectl', ['version', '--client']).then(
  ({ code }) => code === 0,
  () => false, // not on every machine
);
if (!hasKubectl) console.log('Rollouts are not asked about: there is no kubectl on this computer.');

/** One deployment, told as the API server tells it (recorded shapes of apps/v1; this is no cluster). */
async function startApi(deployment: {
  ready: number;
  replicas?: number;
  generation?: number;
  deadline?: boolean;
}) {
  const { ready, replicas = 2, generation = 2, deadline = false } = deployment;
  const app = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace: 'shop', uid: 'u', resourceVersion: '7', generation },
    spec: { replicas, selector: { matchLabels: { app: 'app' } }, template: {} },
    status: {
      observedGeneration: 2,
      replicas,
      updatedReplicas: ready,
      availableReplicas: ready,
      conditions: deadline
        ? [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }]
        : [],
    },
  };
  const resources = [
    {
      name: 'deployments',
      singularName: 'deployment',
      namespaced: true,
      kind: 'Deployment',
      verbs: ['get', 'list', 'watch'],
    },
  ];
  const version = { groupVersion: 'apps/v1', version: 'v1' };
  const answers: Record<string, object> = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources: [] },
    '/apis': {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [{ name: 'apps', versions: [version], preferredVersion: version }],
    },
    '/apis/apps/v1': { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'apps/v1', resources },
    '/apis/apps/v1/namespaces/shop/deployments/app': app,
    '/apis/apps/v1/namespaces/shop/deployments': {
      kind: 'DeploymentList',
      apiVersion: 'apps/v1',
      metadata: { resourceVersion: '7' },
      items: [app],
    },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://api');
    const missing = {
      kind: 'Status',
      status: 'Failure',
      reason: 'NotFound',
      code: 404,
      message: 'not found',
    };
    response.writeHead(answers[url.pathname] ? 200 : 404, { 'content-type': 'application/json' });
    // A watch begins with its headers, and says nothing while there is no news.
    if (url.searchParams.get('watch')) response.flushHeaders();
    else response.end(JSON.stringify(answers[url.pathname] ?? missing));
  });
  return listen(server);
}

describe.skipIf(!hasKubectl)('the rollouts of a deployment', () => {
  const QUICK = { timeout: '2s', interval: '20ms', 'stable-for': '0s' };

  async function check(api: string | undefined, kubernetes = 'shop/deployment/app') {
    await using service = await startLocalServer(() => ({ body: { version: 'v1.4.0' } }));
    await using disk = await createProject({});
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: api } }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      users: [{ name: 'u', user: {} }],
      ...(api && { 'current-context': 'c' }),
    };
    await disk.write({ 'kubeconfig.json': JSON.stringify(config) });
    const result = await runAction('deploy-check', {
      workspace: disk.dir,
      inputs: { url: service.url, kubernetes, 'expect-version': 'v1.4.0', ...QUICK },
      env: { KUBECONFIG: disk.path('kubeconfig.json'), HOME: disk.dir, KUBERNETES_SERVICE_HOST: undefined },
    });
    return { ...result, asked: service.requests.length };
  }

  it('are waited for before the service is asked', async () => {
    await using api = await startApi({ ready: 2 });
    const result = await check(api.url);
    expect(result).toMatchObject({ code: 0, annotations: [], asked: 1, outputs: { healthy: 'true' } });
    expect(result.stdout).toContain('deployment "app" successfully rolled out');
  });

  it.each([
    {
      name: 'one that does not end',
      deployment: { ready: 1 },
      want: 'shop/deployment/app: timeout (its rollout is not complete',
    },
    {
      name: 'one that the controller has not seen',
      deployment: { ready: 2, generation: 3 },
      want: ': timeout (',
    },
    {
      name: 'one that was given up',
      deployment: { ready: 1, deadline: true },
      want: ': unhealthy (its rollout is not complete: error: deployment "app" exceeded its progress deadline',
    },
    {
      name: 'one that is scaled to zero',
      deployment: { ready: 0, replicas: 0 },
      want: ': unhealthy (nothing of it runs: it has no replicas)',
    },
  ])('$name is red, and the service is not asked', async ({ deployment, want }) => {
    await using api = await startApi(deployment);
    const result = await check(api.url);
    expect(result).toMatchObject({ code: 1, asked: 0, outputs: { healthy: 'false' } });
    expect(result.annotations[0]?.message).toContain(want);
  });

  it('that are not there, or no context, are red', async () => {
    await using api = await startApi({ ready: 2 });
    expect((await check(api.url, 'shop/deployment/other')).annotations[0]?.message).toContain('not found');
    expect((await check(undefined)).annotations[0]?.message).toContain('kubectl has no current context');
  });
});
