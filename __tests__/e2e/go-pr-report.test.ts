import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { JOB_TOKEN, runEngine } from '@go-actions/tools/demo/io/engine';
import { writeTree } from '@go-actions/tools/materialise/io/tree';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORK, finished, handedOver, lintReport, startScene } from '../actions/pr-report/scene.ts';

let suite: string;
beforeAll(async () => {
  suite = await mkdtemp(join(tmpdir(), 'go-actions-suite-'));
  await writeTree(suite, { repository: 'OWNER/go-actions', ref: 'v1' });
});
afterAll(() => rm(suite, { recursive: true }));

/** The example caller on a finished run, with the bundle of dist/, in an empty checkout that nobody should need. */
async function call(event: unknown) {
  await using api = await startScene({
    token: JOB_TOKEN,
    pullRequests: [FORK],
    artifacts: handedOver({ lint: lintReport() }),
  });
  const caller = await readFile(inRoot('examples/workflows/pr-report.yml'), 'utf8');
  await using project = await createProject({ '.github/workflows/report.yml': caller }, { git: true });
  await using state = await createProject({});
  const { exit, events } = await runEngine({
    checkout: project.dir,
    workflow: project.path('.github/workflows/report.yml'),
    event: { name: 'workflow_run', payload: event },
    repository: 'octo/app',
    suites: { 'OWNER/go-actions@v1': suite },
    state: state.dir,
    env: { GITHUB_API_URL: api.url },
    signal: AbortSignal.timeout(300_000),
  });
  const log = events.flatMap((one) => (one.kind === 'text' ? [one.text] : []));
  return { exit, log: exit === 'success' ? [] : log, talk: api.talk(7) };
}

describe('go-pr-report.yml under act', () => {
  it('comments on the pull request of a fork', async () => {
    const { exit, log, talk } = await call(finished(FORK));
    expect({ exit, log }).toEqual({ exit: 'success', log: [] });
    expect(talk.comments.map(({ author }) => author)).toEqual(['github-actions[bot]']);
    expect(talk.suggestions).toHaveLength(1);
  });
});
