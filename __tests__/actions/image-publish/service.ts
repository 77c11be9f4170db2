import { createProject, type DeliveryLandscape, type Files, type Project } from '@go-actions/test-kit';

/** A small service with one main package; `files` replace or add. */
export async function createService(files: Files = {}): Promise<Project & { readonly commit1: string }> {
  const project = await createProject(
    {
      'go.mod': 'module example.com/app\n\ngo 1.24\n',
      'cmd/app/main.go': 'package main\n\nfunc main() { println("hello") }\n',
      ...files,
    },
    { git: true },
  );
  return Object.assign(project, { commit1: await project.git('rev-parse', 'HEAD') });
}

/** Inputs of a publication of `team/app` 1.5.0 for one platform, through the proxy. */
export const inputsFor = (
  landscape: DeliveryLandscape,
  changes: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  image: `${landscape.proxy.host}/team/app`,
  version: '1.5.0',
  platforms: 'linux/amd64',
  'base-image': landscape.base,
  sign: 'key',
  'sign-key': landscape.signingKey,
  'sign-password': landscape.signingPassword,
  scan: 'off',
  ...changes,
});

export type Recipe = {
  readonly name: string;
  /** Executables of the layer, with their text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Executables that are copied from this computer. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  /** `chmod` by path, after all else. */
  readonly modes?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly platform?: string;
};

/** An OCI layout of the base image, the program and what a recipe adds, as another step would leave it. */
export async function makeLayout(landscape: DeliveryLandscape, recipe: Recipe): Promise<string> {
  const { disk } = landscape;
  const {
    name,
    files = {},
    programs = {},
    links = {},
    modes = {},
    user = '65532',
    platform = 'linux/amd64',
  } = recipe;
  const ref = `${landscape.registry.host}/made/${name}:v1`;
  await disk.write(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text])),
  );
  await disk.exec('mkdir', ['-p', name]);
  await disk.exec('cp', ['app', `${name}/app`]);
  for (const path of Object.keys(files)) await disk.exec('chmod', ['755', `${name}/${path}`]);
  for (const [path, from] of Object.entries(programs))
    await disk.exec('install', ['-D', from, `${name}/${path}`]);
  for (const [path, target] of Object.entries(links))
    await disk.exec('ln', ['-s', target, `${name}/${path}`]);
  for (const [path, mode] of Object.entries(modes)) await disk.exec('chmod', [mode, `${name}/${path}`]);
  await disk.exec('tar', ['--owner=0', '--group=0', '-C', name, '-cf', `${name}.tar`, '.']);
  await landscape.exec('crane', [
    'append',
    `--platform=${platform}`,
    '-b',
    landscape.base,
    '-f',
    `${name}.tar`,
    '-t',
    ref,
  ]);
  await landscape.exec('crane', ['mutate', '--user', user, '--entrypoint', '/app', '-t', ref, ref]);
  await landscape.exec('crane', ['pull', '--format=oci', ref, `${name}-layout`]);
  return disk.path(`${name}-layout`);
}

/** The service as another step would leave it, built for linux/amd64. */
export async function makeProgramLayout(
  landscape: DeliveryLandscape,
  project: Project,
  name = 'good',
): Promise<string> {
  const env = { GOFLAGS: '-buildvcs=true', CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' };
  await project.exec('go', ['build', '-o', landscape.disk.path('app'), './cmd/app'], { env });
  return makeLayout(landscape, { name });
}
