import { expect, it } from 'vitest';
import {
  describeBuild,
  renderProvenance,
} from '../../../../actions/image-publish/src/publication/provenance.ts';

const run = {
  serverUrl: 'https://github.com',
  repository: 'octo/app',
  ref: 'refs/tags/v1.5.0',
  commit: 'abc',
  runId: '7',
  eventName: 'push',
  workflowRef: 'octo/app/.github/workflows/release.yml@refs/tags/v1.5.0',
};

it('names workflow, commit, base image and run', () => {
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

it.each([
  ['an earlier run', { runId: '6', eventName: 'workflow_dispatch' }, true],
  ['another commit', { commit: 'abd' }, false],
  ['another ref', { ref: 'refs/heads/main' }, false],
  ['another workflow', { workflowRef: 'octo/app/.github/workflows/x.yml@refs/tags/v1.5.0' }, false],
  ['another repository', { repository: 'octo/other' }, false],
])('the provenance of %s', (_, changes, same) => {
  const describe = (changed: typeof run) =>
    JSON.stringify(describeBuild(JSON.parse(renderProvenance(changed, undefined))));
  expect(describe({ ...run, ...changes }) === describe(run)).toBe(same);
});

it.each([null, undefined, 'x', {}, []])('%j describes no build of ours', (found) => {
  expect(describeBuild(found)).not.toEqual(describeBuild(JSON.parse(renderProvenance(run, undefined))));
});
