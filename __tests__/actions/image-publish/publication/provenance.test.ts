import { expect, it } from 'vitest';
import { renderProvenance } from '../../../../actions/image-publish/src/publication/provenance.ts';

it('names workflow, commit, base image and run', () => {
  const run = {
    serverUrl: 'https://github.com',
    repository: 'octo/app',
    ref: 'refs/tags/v1.5.0',
    commit: 'abc',
    runId: '7',
    eventName: 'push',
    workflowRef: 'octo/app/.github/workflows/release.yml@refs/tags/v1.5.0',
  };
  expect(JSON.parse(renderProvenance(run, { name: 'r.test/base:v1', digest: 'sha256:00' }))).toMatchObject({
    buildDefinition: {
      externalParameters: {
        workflow: {
          ref: 'refs/tags/v1.5.0',
          repository: 'https://github.com/octo/app',
          path: '.github/workflows/release.yml',
        },
      },
      resolvedDependencies: [
        { uri: 'git+https://github.com/octo/app@refs/tags/v1.5.0', digest: { gitCommit: 'abc' } },
        { uri: 'docker://r.test/base:v1', digest: { sha256: '00' } },
      ],
    },
    runDetails: { metadata: { invocationId: 'https://github.com/octo/app/actions/runs/7' } },
  });
});
