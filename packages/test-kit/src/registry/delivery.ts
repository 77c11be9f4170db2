import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { ensureGoTool, type GoToolName } from '@go-actions/tools';
import { lendBuildCache } from '../build-cache.ts';
import { type OidcIssuer, startOidcIssuer } from '../oidc/issuer.ts';
import { startTokenService, type TokenService } from '../oidc/token-service.ts';
import { createProject, type Project } from '../project.ts';
import { type ActionResult, type ActionRun, runAction } from '../run-action.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { type Registry, startRegistry } from './registry.ts';

/** A registry with token auth behind a proxy, a base image in it, a signing key, and a machine that is logged in. */
export type DeliveryLandscape = AsyncDisposable & {
  readonly registry: Registry;
  readonly proxy: FaultProxy;
  readonly tokenService: TokenService;
  /** Whose ID tokens the token service trusts. */
  readonly issuer: OidcIssuer;
  /** Holds `docker/`, `keys/`, `temp/` and whatever a test puts there. */
  readonly disk: Project;
  /** The base image with its digest: CA certificates, accounts, nothing to run. */
  readonly base: string;
  /** What a job has that is logged in, with the pinned programs on PATH. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signingKey: string;
  readonly signingPassword: string;
  /** Runs one of the actions on a checkout. */
  run(action: string, workspace: Project, run: Omit<ActionRun, 'workspace'>): Promise<ActionResult>;
  /** Runs a pinned program as the logged-in user, past the proxy's faults when it is told so. */
  exec(tool: GoToolName, args: readonly string[]): Promise<string>;
  /** The tags of a repository that people use: those of referrers are left out. */
  listHumanTags(repository: string): Promise<string[]>;
};

const BASE_FILES = {
  'base/etc/passwd':
    'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
  'base/etc/ssl/certs/ca-certificates.crt':
    '-----BEGIN CERTIFICATE-----\nnobody\n-----END CERTIFICATE-----\n',
  'base/var/lib/dpkg/status.d/base-files':
    'Package: base-files\nVersion: 12.4+deb12u5\nArchitecture: amd64\n',
};

const PASSWORD = 'correct horse';

export async function createDeliveryLandscape(
  options: {
    tools?: readonly GoToolName[];
    platforms?: readonly string[];
    /** Whose jobs may log in. */
    repository?: string;
  } = {},
): Promise<DeliveryLandscape> {
  const stack = new AsyncDisposableStack();
  const { repository = 'octo/app' } = options;
  const issuer = stack.use(await startOidcIssuer({ identity: { repository } }));
  const trusts = new RegExp(`^repo:${repository}:`);
  const tokenService = stack.use(await startTokenService({ issuer, trusts, lifetimeSeconds: 86_400 }));
  const registry = stack.use(await startRegistry({ tokenService }));
  const proxy = stack.use(await startFaultProxy(registry));
  const disk = stack.use(await createProject(BASE_FILES));
  const { username, secret } = tokenService.issue('robot');
  const auth = Buffer.from(`${username}:${secret}`).toString('base64');
  const auths = { [registry.host]: { auth }, [proxy.host]: { auth } };
  for (const folder of ['docker', 'keys', 'temp', 'home']) await mkdir(disk.path(folder));
  await lendBuildCache(disk.path('temp', 'delivery-go', 'build'));
  await writeFile(disk.path('docker', 'config.json'), JSON.stringify({ auths }));
  await chmod(disk.path('docker', 'config.json'), 0o600);

  const tools = options.tools ?? ['crane', 'ko', 'cosign', 'govulncheck'];
  const folders: string[] = [];
  for (const tool of tools) folders.push(dirname(await ensureGoTool(tool)));
  const env = {
    DOCKER_CONFIG: disk.path('docker'),
    HOME: disk.path('home'),
    GOCACHE: await goEnv('GOCACHE'),
    GOMODCACHE: await goEnv('GOMODCACHE'),
    REGISTRY_AUTH_FILE: undefined,
    COSIGN_PRIVATE_KEY: undefined,
    COSIGN_PASSWORD: undefined,
    PATH: [...folders, process.env.PATH].join(delimiter),
  };
  const exec: DeliveryLandscape['exec'] = async (tool, args) => {
    const options = { cwd: disk.dir, env: { ...env, COSIGN_PASSWORD: PASSWORD } };
    return (await runChecked(await ensureGoTool(tool), args, options)).stdout.trim();
  };
  if (tools.includes('cosign'))
    await exec('cosign', ['generate-key-pair', '--output-key-prefix', disk.path('keys', 'cosign')]);
  const base = await pushBase(disk, exec, registry.host, options.platforms ?? ['linux/amd64', 'linux/arm64']);
  return {
    registry,
    proxy,
    tokenService,
    issuer,
    disk,
    base,
    env,
    signingKey: tools.includes('cosign') ? await disk.read('keys/cosign.key') : '',
    signingPassword: PASSWORD,
    run: (action, workspace, run) =>
      runAction(action, {
        workspace: workspace.dir,
        temp: disk.path('temp'),
        timeoutMs: 900_000,
        ...run,
        env: { ...env, ...run.env },
      }),
    exec,
    listHumanTags: async (repository) => {
      const tags = await exec('crane', ['ls', `${registry.host}/${repository}`]).catch(() => '');
      return tags
        .split('\n')
        .filter((tag) => tag && !/^sha256-/.test(tag))
        .sort();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function pushBase(
  disk: Project,
  exec: DeliveryLandscape['exec'],
  host: string,
  platforms: readonly string[],
): Promise<string> {
  const sorted = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  await disk.exec('tar', [...sorted, '-C', 'base', '-cf', 'base.tar', '.']);
  const names: string[] = [];
  for (const platform of platforms) {
    const name = `${host}/base:${platform.replaceAll('/', '-')}`;
    await exec('crane', ['append', '--oci-empty-base', '-f', 'base.tar', '-t', name]);
    await exec('crane', ['mutate', '--set-platform', platform, '--user', '0', '-t', name, name]);
    names.push('-m', name);
  }
  await exec('crane', ['index', 'append', ...names, '-t', `${host}/base:v1`]);
  return `${host}/base@${await exec('crane', ['digest', `${host}/base:v1`])}`;
}

const goEnv = async (name: string): Promise<string> => (await runChecked('go', ['env', name])).stdout.trim();
