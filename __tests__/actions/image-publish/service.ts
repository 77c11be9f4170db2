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
