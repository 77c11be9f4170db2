import { ActionError, describeExit, run } from '@go-actions/action-kit';
import { SCHEMA_LOCATION } from '../schemas.ts';
import { parseValidation, type SchemaProblem } from '../validation.ts';

/** Checks manifests against the schemas of one version. A check that could not be made is an ActionError. */
export async function validateManifests(
  kubeconform: string,
  manifests: string,
  setting: {
    readonly schemas: string;
    readonly resources: number;
    readonly strict: boolean;
    readonly signal: AbortSignal;
  },
): Promise<SchemaProblem[]> {
  const { schemas, resources, strict, signal } = setting;
  const args = [
    '-output=json',
    '-summary',
    ...(strict ? ['-strict'] : []),
    `-schema-location=${schemas}/${SCHEMA_LOCATION}`,
    '-',
  ];
  const result = await run(kubeconform, args, { input: manifests, signal, timeoutMs: 5 * 60_000 });
  signal.throwIfAborted();
  try {
    return parseValidation(result.stdout, resources);
  } catch (cause) {
    throw new ActionError(`The manifests could not be checked: kubeconform ${describeExit(result)}.`, {
      cause,
    });
  }
}
