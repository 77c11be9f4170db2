import { cp } from 'node:fs/promises';
import { run } from '@go-actions/action-kit';
import {
  type ActionResult,
  createLoginLandscape,
  type LoginLandscape,
  startVendors,
} from '@go-actions/test-kit';
import { findGoTool, type GoToolName } from '../../go-tools.ts';

type Client = {
  readonly name: string;
  /** Commands that push and pull with what the login has left in the environment. */
  readonly use: (land: LoginLandscape) => Promise<readonly (readonly string[])[]>;
  readonly env?: (land: LoginLandscape) => Readonly<Record<string, string>>;
};

const image = ({ registry }: LoginLandscape, tag: string): string => `${registry.host}/team/app:${tag}`;
/** Storage of their own for podman and buildah, which share the machine's otherwise. */
const storage = ({ disk }: LoginLandscape): string[] => [
  '--storage-driver=vfs',
  `--root=${disk.path('storage')}`,
  `--runroot=${disk.path('run')}`,
];
const pullAndPush = (land: LoginLandscape, tag: string) => [
  [...storage(land), 'pull', '--tls-verify=false', image(land, 'v1')],
  [...storage(land), 'push', '--tls-verify=false', image(land, 'v1'), `docker://${image(land, tag)}`],
];

/** Those that we build; the others are found on this machine, or skipped. */
const OURS: readonly string[] = ['crane', 'cosign', 'helm', 'ko'] satisfies GoToolName[];

const CLIENTS: readonly Client[] = [
  {
    name: 'crane',
    use: async (land) => [
      ['pull', image(land, 'v1'), land.disk.path('crane.tar')],
      ['push', land.disk.path('crane.tar'), image(land, 'crane')],
    ],
  },
  { name: 'cosign', use: async (land) => [['copy', image(land, 'v1'), image(land, 'cosign')]] },
  { name: 'helm', use: useHelm },
  { name: 'ko', use: useKo, env: koEnvironment },
  { name: 'docker', use: async (land) => [['manifest', 'inspect', '--insecure', image(land, 'v1')]] },
  {
    name: 'skopeo',
    use: async (land) => [
      [
        'copy',
        '--src-tls-verify=false',
        '--dest-tls-verify=false',
        ...[`v1`, 'skopeo'].map((tag) => `docker://${image(land, tag)}`),
      ],
    ],
  },
  { name: 'podman', use: async (land) => pullAndPush(land, 'podman') },
  { name: 'buildah', use: async (land) => pullAndPush(land, 'buildah') },
  { name: 'oras', use: async (land) => [['manifest', 'fetch', '--plain-http', image(land, 'v1')]] },
];

async function useHelm({ disk, registry }: LoginLandscape) {
  await disk.write({ 'work/app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n' });
  const target = `oci://${registry.host}/team`;
  return [
    ['package', 'app'],
    ['push', '--plain-http', 'app-0.1.0.tgz', target],
    ['pull', '--plain-http', `${target}/app`, '--version', '0.1.0'],
  ];
}

async function useKo({ disk }: LoginLandscape) {
  await disk.write({
    'work/go.mod': 'module example.com/app\n\ngo 1.24\n',
    'work/main.go': 'package main\n\nfunc main() {}\n',
  });
  return [['build', '--bare', '--tags=ko', '--sbom=none', '--insecure-registry', '.']];
}

function koEnvironment(land: LoginLandscape): Record<string, string> {
  return {
    KO_DOCKER_REPO: `${land.registry.host}/team/app`,
    KO_DEFAULTBASEIMAGE: image(land, 'v1'),
    KO_DEFAULTPLATFORMS: 'linux/amd64',
  };
}

/** Each client that is here pushes to the real registry and pulls from it, with the helper and without; then nothing is left. */
export async function proveClients(): Promise<string> {
  const results: string[] = [];
  for (const refresh of ['true', 'false']) {
    await using land = await createLoginLandscape();
    const main = await land.login({ registries: land.entry({ repositories: '[team/app]' }), refresh });
    await land.push(main);
    for (const client of CLIENTS) results.push(await useClient(client, land, main));
    if (refresh === 'true') results.push(await useSudo(land, main));
    await land.post(main, {});
    const left = (await land.disk.exec('find', ['temp', '-path', '*oidc-registry-login*'])).trim();
    if (left !== '') throw new Error(`left after post: ${left}`);
  }
  return `${[...new Set(results)].join(', ')}; ${await proveRefused()}`;
}

async function useClient(client: Client, land: LoginLandscape, main: ActionResult): Promise<string> {
  const { name, use, env = () => ({}) } = client;
  const program = OURS.find((tool) => tool === name) ? await findGoTool(name as GoToolName) : name;
  if (program === undefined) return `${name} skipped (not built)`;
  const isThere = await run(program, ['--help']).then(
    () => true,
    () => false, // not on this machine
  );
  if (!isThere) return `${name} skipped (not installed)`;
  for (const args of await use(land)) {
    const exported = { ...main.exported, ...env(land) };
    const { code, stderr } = await land.client({ ...main, exported }, program, args);
    if (code !== 0) throw new Error(`${name} ${args.join(' ')}: ${code} ${stderr.slice(-800)}`);
  }
  return name === 'docker' ? 'docker reads (pushing takes a daemon)' : `${name} ok`;
}

/** What the README says of `sudo -E`, whose PATH has no helper: docker takes the password that stands there, skopeo does not. */
async function useSudo(land: LoginLandscape, main: ActionResult): Promise<string> {
  const path = `docker://${image(land, 'v1')}`;
  const runs = {
    docker: ['-nE', 'docker', 'manifest', 'inspect', '--insecure', image(land, 'v1')],
    skopeo: ['-nE', 'skopeo', 'inspect', '--tls-verify=false', path],
    'docker without -E': ['-n', 'docker', 'manifest', 'inspect', '--insecure', image(land, 'v1')],
  };
  const codes: string[] = [];
  for (const [name, args] of Object.entries(runs)) {
    const result = await land.client(main, 'sudo', args).catch(() => undefined); // no sudo here
    if (!result) return 'sudo skipped (not installed)';
    codes.push(`${name} ${result.code === 0 ? 'logged in' : 'not'}`);
  }
  return `sudo -E: ${codes.join(', ')}`;
}

/** A copy of the credential that somebody kept is refused by the registry once post has revoked it. */
async function proveRefused(): Promise<string> {
  await using land = await createLoginLandscape();
  await using vendors = await startVendors(land);
  const registries = `- { registry: "${land.registry.host}", provider: jfrog, provider-name: github, audience: jfrog, endpoint: "${vendors.url}", repositories: [team/app], access: push }\n`;
  const main = await land.login({ registries, refresh: 'false' });
  const kept = { ...main, exported: { DOCKER_CONFIG: land.disk.path('kept') } };
  await cp(main.outputs['config-dir'] ?? '', land.disk.path('kept'), { recursive: true });
  const before = await land.push(kept);
  await land.post(main, {});
  const after = await land.push(kept, 'team/app:v2');
  if (before.code !== 0 || after.code === 0 || !after.stderr.includes('unknown or expired secret'))
    throw new Error(`kept: ${before.code} before, ${after.code} after: ${after.stderr}`);
  return 'a kept copy is refused after post';
}
