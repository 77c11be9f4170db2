import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDeliveryLandscape,
  createProject,
  type DeliveryLandscape,
  type Project,
} from '@go-actions/test-kit';
import { parseManifest } from '../../readme/manifest.ts';
import { inRoot } from '../../root.ts';

/** A release of a small service whose image is built once, so that a run is nothing but requests. */
export type Subject = AsyncDisposable & {
  readonly landscape: DeliveryLandscape;
  /**
   * Publishes under a repository of its own; `onStart` gets what ends the run as the runner does. `temp` is the RUNNER_TEMP of the
   * run, which is gone: whatever still has it in its environment was left behind.
   */
  publish(
    repository: string,
    onStart?: (cancel: () => void) => void,
    changes?: Readonly<Record<string, string>>,
  ): Promise<{ code: number | null; log: string; temp: string }>;
};

const SOURCE = {
  'go.mod': 'module example.com/app\n\ngo 1.24\n',
  'cmd/app/main.go': 'package main\n\nfunc main() { println("hello") }\n',
};

export async function createSubject(): Promise<Subject> {
  const stack = new AsyncDisposableStack();
  const landscape = stack.use(await createDeliveryLandscape());
  const project = stack.use(await createProject(SOURCE, { git: true }));
  const sha = await project.git('rev-parse', 'HEAD');
  const layout = await makeLayout(landscape, project);
  const manifest = parseManifest(await readFile(inRoot('actions', 'image-publish', 'action.yml'), 'utf8'));
  return {
    landscape,
    publish: async (repository, onStart, changes = {}) => {
      const inputs: Record<string, string> = {
        image: `${landscape.proxy.host}/${repository}`,
        version: '1.5.0',
        builder: 'oci',
        layout,
        platforms: 'linux/amd64',
        sign: 'key',
        'sign-key': landscape.signingKey,
        'sign-password': landscape.signingPassword,
        scan: 'off',
        ...changes,
      };
      const names = Object.entries(manifest.inputs).map(([name, { default: value = '' }]) => [
        `INPUT_${name.toUpperCase()}`,
        inputs[name] ?? String(value),
      ]);
      const temp = await mkdtemp(join(tmpdir(), 'go-actions-prove-'));
      const files = ['OUTPUT', 'STATE', 'STEP_SUMMARY', 'ENV', 'PATH'].map((kind) => [
        `GITHUB_${kind}`,
        join(temp, kind),
      ]);
      for (const [, file = ''] of files) await writeFile(file, '');
      const child = spawn(process.execPath, [inRoot('actions', 'image-publish', 'src', 'index.ts')], {
        cwd: project.dir,
        env: {
          ...process.env,
          ...landscape.env,
          ...Object.fromEntries([...names, ...files]),
          GITHUB_WORKSPACE: project.dir,
          GITHUB_REPOSITORY: 'octo/app',
          GITHUB_SHA: sha,
          GITHUB_REF: 'refs/tags/v1.5.0',
          GITHUB_RUN_ID: '1',
          RUNNER_TEMP: temp,
          RUNNER_TOOL_CACHE: join(temp, 'tool-cache'),
        } as NodeJS.ProcessEnv,
      });
      let log = '';
      child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
      child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
      onStart?.(() => void child.kill('SIGTERM'));
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      await rm(temp, { recursive: true, force: true });
      return { code, log, temp };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function makeLayout(
  { exec, base, disk, registry }: DeliveryLandscape,
  project: Project,
): Promise<string> {
  const env = { GOFLAGS: '-buildvcs=true', CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' };
  await project.exec('go', ['build', '-o', disk.path('app'), './cmd/app'], { env });
  await disk.exec('tar', ['-cf', 'app.tar', 'app']);
  const name = `${registry.host}/made/app:v1`;
  await exec('crane', ['append', '--platform=linux/amd64', '-b', base, '-f', 'app.tar', '-t', name]);
  await exec('crane', ['mutate', '--user', '65532', '--entrypoint', '/app', '-t', name, name]);
  await exec('crane', ['pull', '--format=oci', name, 'layout']);
  return disk.path('layout');
}
