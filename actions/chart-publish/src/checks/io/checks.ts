import { ActionError, group, info, type Job } from '@go-actions/action-kit';
import {
  type CommitSource,
  installProgram,
  openCommittedFile,
  openCommittedFolder,
} from '@go-actions/delivery';
import { type Environment, listEnvironments } from '../../chart/chart.ts';
import { type Helm, NAMESPACE } from '../../chart/io/helm.ts';
import type { CheckInputs } from '../../inputs.ts';
import { buildOverlay } from '../../kustomize/io/overlays.ts';
import { findDoubles, type Manifests, parseManifests } from '../../manifests/manifests.ts';
import { fetchSchemas } from '../../schema/io/download.ts';
import { validateManifests } from '../../schema/io/validate.ts';

/** What was rendered, and what is said against it. */
export type Checks = {
  readonly rendered: readonly {
    readonly name: string;
    readonly kubeVersion: string;
    readonly resources: number;
  }[];
  readonly problems: readonly string[];
  /** What could not be judged, and is tolerated. */
  readonly remarks: readonly string[];
};

type Setting = {
  readonly chart: string;
  /** A library chart is for other charts to use: helm lints it and renders nothing of it. */
  readonly isLibrary: boolean;
  readonly source: CommitSource;
  readonly helm: Helm;
  readonly job: Job;
};

type Rendering = {
  readonly name: string;
  readonly kubeVersion: string;
  /** Where what names no namespace goes; `undefined` for an overlay, which does not say. */
  readonly namespace?: string;
  readonly manifests: string;
};

/** Lints and renders the chart for every environment and version, builds every overlay, and checks all of it. */
export async function checkEverything(inputs: CheckInputs, setting: Setting): Promise<Checks> {
  const { source, job } = setting;
  const files = await Promise.all(inputs.values.map((path) => openCommittedFile(source, path, 'values')));
  const environments = listEnvironments(files).map((environment, i) => ({
    ...environment,
    name:
      inputs.values.length === 0
        ? environment.name
        : (inputs.values[inputs.values.length === 1 ? 0 : i + 1] ?? ''),
  }));
  const problems: string[] = [];
  const renderings: Rendering[] = [];
  const remarks = new Set<string>();
  if (setting.isLibrary) remarks.add('a library chart renders nothing by itself');
  problems.push(...(await setting.helm.judgeDependencies(setting.chart)));
  for (const environment of environments)
    for (const kubeVersion of inputs.kubeVersions)
      await renderEnvironment(environment, kubeVersion, setting, { problems, renderings });
  if (inputs.overlays.length > 0) await renderOverlays(inputs, setting, { problems, renderings });

  const kubeconform = await installProgram('kubeconform', job);
  const schemas = await fetchSchemas(inputs.kubeVersions, {
    scratch: source.scratch('schemas'),
    strict: inputs.strict,
    signal: job.signal,
  });
  const rendered: Checks['rendered'][number][] = [];
  for (const { name, kubeVersion, namespace, manifests } of renderings) {
    const { resources, text } = readResources(manifests, namespace, name, problems);
    rendered.push({ name, kubeVersion, resources: resources.length });
    if (resources.length === 0) continue;
    for (const each of await validateManifests(kubeconform, text, {
      schemas: schemas.get(kubeVersion) ?? '',
      resources: resources.length,
      strict: inputs.strict,
      signal: job.signal,
    })) {
      const sentence = `${name} (Kubernetes ${kubeVersion}): ${each.resource}: ${each.problem}`;
      if (each.unknown && !inputs.strict) remarks.add(sentence);
      else problems.push(sentence);
    }
  }
  return { rendered, problems: [...new Set(problems)], remarks: [...remarks] };
}

type Found = { readonly problems: string[]; readonly renderings: Rendering[] };

async function renderEnvironment(
  environment: Environment,
  kubeVersion: string,
  { chart, isLibrary, helm }: Setting,
  { problems, renderings }: Found,
): Promise<void> {
  const complaint = await helm.lint(chart, environment, kubeVersion);
  if (complaint !== undefined) problems.push(`${environment.name}: helm lint: ${complaint}`);
  if (isLibrary) return;
  const rendering = await helm.template(chart, environment, kubeVersion);
  if ('problem' in rendering) problems.push(`${environment.name}: helm template: ${rendering.problem}`);
  else renderings.push({ name: environment.name, kubeVersion, namespace: NAMESPACE, ...rendering });
}

async function renderOverlays(
  { overlays, kubeVersions }: CheckInputs,
  { source, job }: Setting,
  { problems, renderings }: Found,
): Promise<void> {
  const kustomize = await installProgram('kustomize', job);
  await group('kustomize build', async () => {
    for (const overlay of overlays) {
      const folder = await openCommittedFolder(source, overlay, 'kustomize');
      const built = await buildOverlay(kustomize, folder, source, job.signal);
      info(`${overlay}: ${'problem' in built ? 'failed' : 'built'}`);
      if ('problem' in built) problems.push(`${overlay}: kustomize build: ${built.problem}`);
      else for (const kubeVersion of kubeVersions) renderings.push({ name: overlay, kubeVersion, ...built });
    }
  });
}

function readResources(
  manifests: string,
  namespace: string | undefined,
  name: string,
  problems: string[],
): Manifests {
  try {
    const found = parseManifests(manifests, namespace);
    if (found.resources.length === 0) problems.push(`${name}: nothing is rendered`);
    problems.push(...findDoubles(found.resources).map((double) => `${name}: ${double}`));
    return found;
  } catch (cause) {
    throw new ActionError(`What ${name} renders cannot be read.`, { cause });
  }
}
