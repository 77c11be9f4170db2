import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type RunResult, run } from '@go-actions/action-kit';
import { ensureGoTool } from '@go-actions/tools';
import { type OidcIssuer, type OidcIssuerOptions, startOidcIssuer } from '../oidc/issuer.ts';
import { startTokenService, type TokenService, type TokenServiceOptions } from '../oidc/token-service.ts';
import { createProject, type Files, type Project } from '../project.ts';
import { type ActionResult, type ActionRun, runAction } from '../run-action.ts';
import { type Registry, startRegistry } from './registry.ts';

const ACTION = 'oidc-registry-login';

/** A job with its issuer, a token service, a real registry, and a user of its own on a machine of its own. */
export type LoginLandscape = AsyncDisposable & {
  readonly issuer: OidcIssuer;
  readonly tokenService: TokenService;
  readonly registry: Registry;
  /** Holds `home/`, `temp/`, `work/` and `layer.tar`. */
  readonly disk: Project;
  /** An entry of `registries` for the registry, as YAML; `keys` replace or add. */
  entry(keys?: Readonly<Record<string, string>>): string;
  login(inputs: Readonly<Record<string, string>>, changes?: Partial<ActionRun>): Promise<ActionResult>;
  post(
    main: ActionResult,
    inputs: Readonly<Record<string, string>>,
    changes?: Partial<ActionRun>,
  ): Promise<ActionResult>;
  /** Runs a client as a later step of the job. */
  client(main: ActionResult, command: string, args: readonly string[]): Promise<RunResult>;
  push(main: ActionResult, image?: string): Promise<RunResult>;
  /** Lets every credential of the job expire: at the token service, and by the helper's own books. */
  outlive(main: ActionResult): Promise<void>;
};

export async function createLoginLandscape(
  options: {
    issuer?: OidcIssuerOptions;
    tokenService?: Omit<TokenServiceOptions, 'issuer'>;
    files?: Files;
  } = {},
): Promise<LoginLandscape> {
  const stack = new AsyncDisposableStack();
  const issuer = stack.use(await startOidcIssuer(options.issuer));
  const tokenService = stack.use(await startTokenService({ issuer, ...options.tokenService }));
  const registry = stack.use(await startRegistry({ tokenService }));
  const files: Files = { 'home/.keep': '', 'temp/.keep': '', 'work/hello.txt': 'hello', ...options.files };
  const disk = stack.use(await createProject(files));
  await disk.exec('tar', ['-cf', 'layer.tar', '-C', 'work', 'hello.txt']);
  const crane = await ensureGoTool('crane');
  const env = {
    HOME: disk.path('home'),
    DOCKER_CONFIG: undefined,
    REGISTRY_AUTH_FILE: undefined,
    XDG_RUNTIME_DIR: undefined,
    ...issuer.env,
  };
  const start = (inputs: Readonly<Record<string, string>>, changes: Partial<ActionRun>) =>
    runAction(ACTION, {
      workspace: disk.path('work'),
      temp: disk.path('temp'),
      inputs,
      ...changes,
      env: { ...env, ...changes.env },
    });
  const landscape: LoginLandscape = {
    issuer,
    tokenService,
    registry,
    disk,
    entry: (keys = {}) => {
      const { tokenUrl, audience } = tokenService;
      const all = {
        registry: registry.host,
        provider: 'token-exchange',
        'token-url': tokenUrl,
        audience,
        repositories: '[team/app]',
        access: 'push',
        ...keys,
      };
      return `- ${Object.entries(all)
        .map(([key, value]) => `${key}: ${value}`)
        .join('\n  ')}\n`;
    },
    login: (inputs, changes = {}) => start(inputs, changes),
    post: (main, inputs, changes = {}) =>
      start(inputs, { ...changes, state: main.state, env: { ...main.exported, ...changes.env } }),
    client: (main, command, args) => {
      const PATH = [...main.paths, process.env.PATH ?? ''].join(':');
      return run(command, args, { env: { ...env, ...main.exported, PATH }, cwd: disk.path('work') });
    },
    push: (main, image = 'team/app:v1') =>
      landscape.client(main, crane, [
        'append',
        '--new_layer',
        disk.path('layer.tar'),
        '--new_tag',
        `${registry.host}/${image}`,
      ]),
    outlive: async (main) => {
      for (const issued of tokenService.issued) issued.expiresAt = 0;
      const folder = join(dirname(main.outputs['config-dir'] ?? ''), 'credentials');
      for (const name of await readdir(folder)) {
        const cached = JSON.parse(await readFile(join(folder, name), 'utf8')) as object;
        await writeFile(join(folder, name), JSON.stringify({ ...cached, obtainedAt: 0, expiresAt: 1 }));
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
  return landscape;
}
