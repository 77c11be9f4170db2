import { expected, type InputReader } from '@go-actions/action-kit';
import { parseImageName, parseReleaseVersion, readSigning } from '@go-actions/delivery';
import { parseKubeVersion } from './schema/kube-version.ts';

export type Inputs = ReturnType<typeof readInputs>;
export type CheckInputs = Inputs['checks'];

export const readInputs = (input: InputReader) =>
  ({
    chart: input.required('chart'),
    version: input.parsed('version', parseReleaseVersion),
    appVersion: input.optional('app-version'),
    registry: input.parsed('registry', parseRegistry),
    checks: {
      values: input.list('values'),
      kubeVersions: input.parsed('kube-versions', (): readonly string[] => {
        const versions = input.list('kube-versions').map(parseKubeVersion);
        return versions.length > 0 ? versions : expected('at least one version such as "1.36.3"');
      }),
      strict: input.flag('strict'),
      overlays: input.list('kustomize'),
    },
    index: input.optional('index'),
    signing: readSigning(input),
    dryRun: input.flag('dry-run'),
  }) as const;

/** A host alone will do: the name of the chart follows. */
function parseRegistry(text: string): string {
  if (!text.startsWith('oci://')) return expected('an address such as "oci://ghcr.io/team/charts"');
  const registry = text.slice('oci://'.length).replace(/\/+$/, '');
  parseImageName(`${registry}/chart`);
  return registry;
}
