/** What is known of the run that built the image. */
export type Run = {
  readonly serverUrl: string;
  readonly repository: string;
  readonly ref: string;
  readonly commit: string;
  readonly runId: string;
  readonly eventName: string;
  /** `octo/app/.github/workflows/release.yml@refs/tags/v1.5.0` */
  readonly workflowRef: string;
};

/**
 * SLSA provenance v1 of GitHub's build type (https://actions.github.io/buildtypes/workflow/v1), as JSON: the workflow, the commit
 * and the base image that went in.
 */
export function renderProvenance(
  run: Run,
  base: { readonly name: string; readonly digest: string } | undefined,
): string {
  const repository = `${run.serverUrl}/${run.repository}`;
  const at = run.workflowRef.lastIndexOf('@');
  const [file, ref] =
    at < 0 ? [run.workflowRef, run.ref] : [run.workflowRef.slice(0, at), run.workflowRef.slice(at + 1)];
  return JSON.stringify({
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: {
        workflow: { ref, repository, path: file.split('/').slice(2).join('/') },
      },
      internalParameters: { github: { event_name: run.eventName } },
      resolvedDependencies: [
        { uri: `git+${repository}@${run.ref}`, digest: { gitCommit: run.commit } },
        ...(base
          ? [{ uri: `docker://${base.name}`, digest: { sha256: base.digest.replace('sha256:', '') } }]
          : []),
      ],
    },
    runDetails: {
      builder: { id: `${run.serverUrl}/${run.workflowRef}` },
      metadata: { invocationId: `${repository}/actions/runs/${run.runId}` },
    },
  });
}

type Provenance = {
  readonly buildDefinition?: { readonly internalParameters?: unknown };
  readonly runDetails?: { readonly metadata?: unknown };
};

/** What a provenance says of the build: workflow, commit and base image. Which run it was, and what started that, is left out. */
export function describeBuild(provenance: unknown): unknown {
  const { buildDefinition, runDetails, ...rest } = (provenance ?? {}) as Provenance;
  const { internalParameters: _, ...definition } = buildDefinition ?? {};
  const { metadata: __, ...details } = runDetails ?? {};
  return { ...rest, definition, details };
}
