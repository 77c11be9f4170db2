import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, describeExit, type RunOptions, type RunResult, run } from '@go-actions/action-kit';
import { ONLY_DOCKER_CONFIG } from '@go-actions/delivery';
import { type Environment, parseDependencies, parseLint } from '../chart.ts';

/** helm with a home of its own: no plugins, no cluster, and the credentials of DOCKER_CONFIG alone. */
export type Helm = {
  readonly path: string;
  readonly options: RunOptions & { readonly signal: AbortSignal };
  /** What is wrong with the charts that lie in the chart, one clause each. */
  judgeDependencies(chart: string): Promise<readonly string[]>;
  lint(chart: string, environment: Environment, kubeVersion: string): Promise<string | undefined>;
  /** The manifests, or what helm says against them. */
  template(
    chart: string,
    environment: Environment,
    kubeVersion: string,
  ): Promise<{ readonly manifests: string } | { readonly problem: string }>;
  /** The package's path; its bytes depend on the chart and the time alone. */
  package(chart: string, version: string, appVersion: string | undefined): Promise<string>;
};

const TIMEOUT_MS = 5 * 60_000;
const RELEASE = 'release-name';
/** Where charts are rendered for; a name that no chart writes down, unlike helm's own `default`. */
export const NAMESPACE = 'release-namespace';

export async function openHelm(
  path: string,
  setting: { readonly scratch: string; readonly committed: number; readonly signal: AbortSignal },
): Promise<Helm> {
  const { scratch, committed, signal } = setting;
  await mkdir(scratch, { recursive: true });
  const options = {
    cwd: scratch,
    timeoutMs: TIMEOUT_MS,
    signal,
    env: {
      ...ONLY_DOCKER_CONFIG,
      HELM_CONFIG_HOME: join(scratch, 'config'),
      HELM_CACHE_HOME: join(scratch, 'cache'),
      HELM_DATA_HOME: join(scratch, 'data'),
      HELM_PLUGINS: undefined,
      HELM_REGISTRY_CONFIG: undefined,
      HELM_NAMESPACE: undefined,
      HELM_DEBUG: undefined,
      KUBECONFIG: '/dev/null',
      SOURCE_DATE_EPOCH: String(committed),
      TZ: 'UTC',
    },
  } as const;
  const call = async (args: readonly string[]) => {
    const result = await run(path, args, options);
    signal.throwIfAborted();
    return result;
  };
  const flags = ({ values }: Environment, kubeVersion: string) => [
    ...values.flatMap((file) => ['--values', file]),
    '--kube-version',
    kubeVersion,
    '--namespace',
    NAMESPACE,
  ];
  return {
    path,
    options,
    judgeDependencies: async (chart) =>
      parseDependencies((await call(['dependency', 'list', '--max-col-width=0', '--', chart])).stdout),
    lint: async (chart, environment, kubeVersion) => {
      const result = await call(['lint', '--strict', ...flags(environment, kubeVersion), '--', chart]);
      return result.code === 0 ? undefined : describeLint(result);
    },
    template: async (chart, environment, kubeVersion) => {
      const args = ['template', '--include-crds', ...flags(environment, kubeVersion), '--', RELEASE, chart];
      const result = await call(args);
      if (result.code === 0 && !result.truncated) return { manifests: result.stdout };
      return { problem: result.truncated ? 'it renders more than 16 MiB' : lastLines(result.stderr) };
    },
    package: async (chart, version, appVersion) => {
      const folder = join(scratch, 'package');
      await mkdir(folder, { recursive: true });
      const named = appVersion === undefined ? [] : ['--app-version', appVersion];
      const result = await call([
        'package',
        '--version',
        version,
        ...named,
        '--destination',
        folder,
        '--',
        chart,
      ]);
      const [file, ...more] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
      if (result.code !== 0 || !file || more.length > 0)
        throw new ActionError(`\`helm package\` ${describeExit(result)}.\n${lastLines(result.stderr)}`);
      return join(folder, file);
    },
  };
}

function describeLint({ stdout, stderr }: RunResult): string | undefined {
  const lines = parseLint(stdout);
  if (lines.length > 0) return lines.slice(0, 20).join('\n');
  return /^\[WARNING\]/m.test(stdout) ? undefined : lastLines(stderr || stdout);
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-8).join('\n').slice(0, 2_000);
