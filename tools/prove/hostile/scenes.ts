import { cp } from 'node:fs/promises';
import {
  type ActionRun,
  createDeliveryLandscape,
  createLoginLandscape,
  createProject,
  type Project,
  runAction,
  startArtifactService,
  startCacheService,
  startGitHubApi,
} from '@go-actions/test-kit';
import { inRoot } from '../../root.ts';
import { CLIENTS, SECRET } from './clients.ts';
import { PROJECT } from './project.ts';
import { startHostileService } from './service.ts';

/** One phase of an action among honest peers, to be cut off at any moment. */
export type Scene = AsyncDisposable & {
  readonly step: ActionRun;
  readonly secrets: () => readonly string[];
  /** What must not be there after a phase that was cut off. */
  readonly explain?: (ended: { readonly code: number | null }) => Promise<string>;
};

export const SCENES: Readonly<
  Record<string, (stack: AsyncDisposableStack) => Promise<Omit<Scene, keyof AsyncDisposable>>>
> = {
  'setup-go-cache': async (stack) => {
    const project = await makeProject(stack);
    const service = stack.use(await startCacheService());
    const inputs = { 'go-version': '>=1.24', download: 'auto' };
    return local(project, { inputs, env: service.env() });
  },
  'change-plan': async (stack) => local(await makeProject(stack), { inputs: { token: SECRET } }),
  'lint-gate': async (stack) =>
    local(await makeProject(stack), {
      inputs: { preset: 'fast', checks: '{staticcheck: off}', token: SECRET },
    }),
  'coverage-gate': async (stack) =>
    local(await makeProject(stack), { inputs: { race: 'false', 'min-patch': '0', token: SECRET } }),
  'go-build': async (stack) =>
    local(await makeProject(stack), { inputs: { targets: 'linux/amd64 linux/arm64' } }),
  'handoff put': async (stack) => {
    const service = stack.use(await startArtifactService());
    const inputs = { mode: 'put', name: 'a', path: 'app.go' };
    return local(await makeProject(stack), { inputs, env: service.env() });
  },
  'handoff get': async (stack) => {
    const project = await makeProject(stack);
    const service = stack.use(await startArtifactService());
    const put = { mode: 'put', name: 'a', path: 'app.go' };
    await runAction('handoff', { workspace: project.dir, inputs: put, env: service.env() });
    const inputs = { mode: 'get', name: 'a', path: 'in', digest: 'unverified' };
    return local(project, { inputs, env: service.env() });
  },
  'semver-release': async (stack) => {
    const project = await makeProject(stack);
    const origin = project.path('.temp/origin.git');
    await project.git('init', '--quiet', '--bare', origin);
    await project.git('remote', 'add', 'origin', origin);
    await project.git('tag', 'v1.0.0');
    await project.git('push', '--quiet', 'origin', 'HEAD', 'refs/tags/v1.0.0');
    const api = stack.use(await startGitHubApi({ gitDir: origin, token: SECRET }));
    const env = {
      GITHUB_API_URL: api.url,
      GITHUB_REF: 'refs/tags/v1.0.0',
      GITHUB_REF_NAME: 'v1.0.0',
      GITHUB_REF_TYPE: 'tag',
      GOPROXY: 'off',
      RUNNER_ENVIRONMENT: 'github-hosted',
    };
    return local(project, {
      inputs: { targets: 'linux/amd64', reproducible: 'off', token: SECRET },
      env,
    });
  },
  'oidc-registry-login': async (stack) => {
    const land = stack.use(await createLoginLandscape());
    return {
      step: {
        workspace: land.disk.path('work'),
        temp: land.disk.path('temp'),
        inputs: { registries: land.entry() },
        env: {
          HOME: land.disk.path('home'),
          DOCKER_CONFIG: undefined,
          REGISTRY_AUTH_FILE: undefined,
          ...land.issuer.env,
        },
      },
      secrets: () => land.tokenService.issued.map(({ secret }) => secret),
    };
  },
  'deploy-check': async (stack) => {
    const service = stack.use(await startHostileService('short'));
    const inputs = {
      url: service.url,
      'expect-version': 'v1.0.0',
      timeout: '4s',
      headers: `X-Token: ${SECRET}`,
    };
    return local(await makeProject(stack), { inputs });
  },
  'pr-report': async (stack) => {
    const project = await makeProject(stack);
    const service = stack.use(await startHostileService('reset'));
    const client = CLIENTS.find(({ action }) => action === 'pr-report');
    return local(project, client?.step(service.url, project) ?? {});
  },
  'image-publish': async (stack) => {
    const land = stack.use(await createDeliveryLandscape());
    const project = await makeProject(stack);
    return delivery(land, project, {
      image: `${land.proxy.host}/team/app`,
      version: '1.5.0',
      platforms: 'linux/amd64',
      'base-image': land.base,
      sign: 'key',
      'sign-key': land.signingKey,
      'sign-password': land.signingPassword,
      scan: 'off',
    });
  },
  'chart-publish': async (stack) => {
    const land = stack.use(
      await createDeliveryLandscape({ tools: ['crane', 'cosign', 'helm', 'kustomize', 'kubeconform'] }),
    );
    const project = await makeProject(stack);
    await cp(inRoot('examples', 'go-service', 'deploy'), project.path('deploy'), { recursive: true });
    await project.commit('feat: a chart');
    return delivery(land, project, {
      chart: 'deploy/chart',
      version: 'v1.5.0',
      registry: `oci://${land.proxy.host}/team/charts`,
      values: 'deploy/values/base.yaml',
      sign: 'key',
      'sign-key': land.signingKey,
      'sign-password': land.signingPassword,
    });
  },
};

async function makeProject(stack: AsyncDisposableStack): Promise<Project> {
  return stack.use(await createProject(PROJECT, { git: true }));
}

function local(project: Project, run: Omit<ActionRun, 'workspace'>) {
  return { step: { workspace: project.dir, ...run }, secrets: () => [SECRET] };
}

async function delivery(
  land: Awaited<ReturnType<typeof createDeliveryLandscape>>,
  project: Project,
  inputs: Record<string, string>,
) {
  const env = { ...land.env, GITHUB_SHA: await project.git('rev-parse', 'HEAD') };
  return {
    step: { workspace: project.dir, temp: land.disk.path('temp'), inputs, env },
    secrets: () => [land.signingPassword, land.tokenService.issued[0]?.secret ?? SECRET],
  };
}
