import { resolve } from 'node:path';
import { ActionError, describeExit, group, printForeign, run } from '@go-actions/action-kit';
import type { BuildInputs } from '../../inputs.ts';
import { explainDockerFailure, planDockerfileBuild } from '../dockerfile.ts';
import { buildWithKo } from './ko-build.ts';
import type { BuildSetting, Built } from './setting.ts';

export async function buildImage(inputs: BuildInputs, setting: BuildSetting): Promise<Built> {
  if (inputs.builder === 'oci') {
    await setting.source.leaveOnlyTag(`v${setting.version}`);
    return { layout: resolve(setting.workspace, inputs.layout), base: undefined };
  }
  if (inputs.builder === 'dockerfile') return buildWithDocker(inputs, setting);
  return buildWithKo(inputs, setting, await setting.ko());
}

async function buildWithDocker(inputs: BuildInputs, setting: BuildSetting): Promise<Built> {
  const { source, image, signal } = setting;
  const layout = source.scratch('layout');
  await source.leaveOnlyTag(`v${setting.version}`);
  await source.ownObjects();
  const { args, env } = planDockerfileBuild({
    context: source.root,
    layout,
    platforms: inputs.platforms,
    committed: source.committed,
    version: setting.version,
    revision: source.commit,
    cache: inputs.cache === 'registry' ? image : undefined,
    mayWrite: !setting.dryRun,
  });
  const result = await group('docker buildx build', () =>
    run('docker', args, { cwd: source.root, env, signal, onStderrLine: printForeign }),
  );
  signal.throwIfAborted();
  if (result.code !== 0)
    throw new ActionError(`\`docker buildx build\` ${describeExit(result)}.`, {
      remedy: explainDockerFailure(result.stderr) ?? 'Its output is in the log above.',
    });
  return { layout, base: undefined };
}
