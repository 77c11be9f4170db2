import { readFile } from 'node:fs/promises';
import { createProject, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installFakeLinter } from './fake-linter.ts';
import { CLEAN, lint, repository, withLinters } from './gate.ts';

let tools: Project;
let bin: string;

beforeAll(async () => {
  tools = await createProject({});
  bin = await installFakeLinter(tools);
});
afterAll(() => tools[Symbol.asyncDispose]());

/** A gate that may keep its linter's cache in `cache`; gives its class, and how often the schema has been asked in all. */
async function gate(project: Project, cache: string) {
  const asked = project.path('.git/asked');
  const { outputs } = await lint(project, {
    inputs: { checks: '{ tidy: off, verify: off, fmt: off, vet: off }' },
    env: {
      PATH: await withLinters(bin),
      FAKE_LINT: 'exit 0',
      FAKE_LINT_ASKED: asked,
      GOLANGCI_LINT_CACHE: cache,
    },
  });
  const log = await readFile(asked, 'utf8').catch(() => '');
  return [outputs['exit-class'], log.split('\n').length - 1];
}

const ACCEPTED = 'version: "2"\n';

it('asks the linter’s schema once for each text of a configuration that it accepts', async () => {
  await using project = await repository({ 'app.go': CLEAN, '.golangci.yml': ACCEPTED });
  const cache = tools.path('accepted');
  expect(await gate(project, cache)).toEqual(['clean', 1]);
  expect(await gate(project, cache)).toEqual(['clean', 1]);
  await project.write({ '.golangci.yml': `${ACCEPTED}# and a remark\n` });
  expect(await gate(project, cache)).toEqual(['clean', 2]);
  await project.write({ '.golangci.yml': ACCEPTED });
  expect(await gate(project, cache)).toEqual(['clean', 2]);
  expect(await gate(project, tools.path('another'))).toEqual(['clean', 3]);
});

it('asks again about a configuration that was refused', async () => {
  await using project = await repository({ 'app.go': CLEAN, '.golangci.yml': 'refused: true\n' });
  const cache = tools.path('refused');
  expect(await gate(project, cache)).toEqual(['config', 1]);
  expect(await gate(project, cache)).toEqual(['config', 2]);
});

it('asks each time where the cache cannot be written', async () => {
  await using project = await repository({ 'app.go': CLEAN, '.golangci.yml': ACCEPTED });
  await tools.write({ 'a-file': '' });
  const cache = tools.path('a-file');
  expect(await gate(project, cache)).toEqual(['clean', 1]);
  expect(await gate(project, cache)).toEqual(['clean', 2]);
});
