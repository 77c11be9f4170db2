import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject, type Project } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withInputs } from '../../packages/tools/src/demo/caller.ts';
import { runEngine } from '../../packages/tools/src/demo/io/engine.ts';
import { writeTree } from '../../packages/tools/src/materialise/io/tree.ts';

// The composition alone, in an engine that we did not write: go-ci.yml with its own manifests, and a stand-in for each
// bundle that says what the test wants it to say.

const SELF = { repository: 'OWNER/go-actions', ref: 'v1' };

/** Sets outputs from the environment, shows its inputs, and fails when it is told to. */
const STAND_IN = `
import { appendFileSync } from 'node:fs';
if (process.env.STATE_main) process.exit(0); // the post phase
appendFileSync(process.env.GITHUB_STATE, 'main=done\\n');
const told = JSON.parse(process.env.TOLD)[NAME] ?? {};
const input = (name) => process.env['INPUT_' + name.toUpperCase()] ?? '';
if (told.show) console.log(NAME + ' got ' + JSON.stringify(Object.fromEntries(told.show.map((name) => [name, input(name)]))));
for (const [name, value] of Object.entries(told.outputs ?? {})) {
  appendFileSync(process.env.GITHUB_OUTPUT, name + '=' + value + '\\n');
}
if (told.fail || (told.failWith && input(told.failWith[0]) === told.failWith[1])) process.exit(1);
`;

const CHECKS = ['lint', 'unit', 'build', 'contract', 'generate', 'e2e'] as const;

const PACKAGES = 'example.com/m/a example.com/m/b';

type Check = (typeof CHECKS)[number];

function plan(ordered: readonly Check[], more: Record<string, string> = {}) {
  const flags = CHECKS.map((check) => [`run-${check}`, String(ordered.includes(check))]);
  const targets = ordered.includes('build')
    ? [
        { target: 'linux/amd64', goos: 'linux', goarch: 'amd64' },
        { target: 'linux/arm64', goos: 'linux', goarch: 'arm64' },
      ]
    : [];
  return {
    outputs: {
      mode: ordered.length === 0 ? 'none' : 'affected',
      packages: PACKAGES,
      ...Object.fromEntries(flags),
      targets: JSON.stringify(targets),
      shards: ordered.includes('unit')
        ? JSON.stringify([{ name: '1/1', index: 1, packages: PACKAGES }])
        : '[]',
      ...more,
    },
  };
}

let suite: string;
let project: Project;
let state: Project;

beforeAll(async () => {
  suite = await mkdtemp(join(tmpdir(), 'go-actions-suite-'));
  await writeTree(suite, SELF);
  for (const name of await readdir(join(suite, 'dist'))) {
    await writeFile(join(suite, 'dist', name, 'index.js'), STAND_IN.replaceAll('NAME', JSON.stringify(name)));
  }
  project = await createProject({ 'go.mod': 'module example.com/m\n' }, { git: true });
  state = await createProject({});
});

afterAll(async () => {
  await rm(suite, { recursive: true });
  await project[Symbol.asyncDispose]();
  await state[Symbol.asyncDispose]();
});

async function call(told: unknown, inputs: Record<string, string> = {}) {
  const caller = await readFile(inRoot('examples/workflows/required-check.yml'), 'utf8');
  await project.write({ '.github/workflows/go.yml': withInputs(caller, inputs) });
  const { exit, events, trouble } = await runEngine({
    checkout: project.dir,
    workflow: project.path('.github/workflows/go.yml'),
    event: { name: 'push', payload: {} },
    repository: 'octo/app',
    suites: { 'OWNER/go-actions@v1': suite },
    state: state.dir,
    env: { TOLD: JSON.stringify(told) },
    signal: AbortSignal.timeout(120_000),
  });
  const ends = events.flatMap((event) => (event.kind === 'job-end' ? [`${event.id} ${event.result}`] : []));
  const texts = events.flatMap((event) => (event.kind === 'text' ? [event.text] : []));
  const errors = events.flatMap((event) => (event.kind === 'annotation' ? [event.annotation.message] : []));
  return { exit, ends: ends.sort(), texts, errors, trouble };
}

describe('go-ci.yml under act', () => {
  it('runs what the plan ordered, with what the plan selected, and is green', async () => {
    const { exit, ends, texts, trouble } = await call({
      'change-plan': plan(['lint', 'unit', 'build', 'contract']),
      'lint-gate': { show: ['packages', 'preset'] },
      'coverage-gate': {
        outputs: { total: '91.20' },
        show: ['packages', 'min-total', 'min-patch', 'build-tags', 'test-args'],
      },
      'go-build': { show: ['targets'] },
    });
    expect(`${exit} ${exit === 'success' ? '' : trouble}`).toBe('success ');
    expect(ends.filter((end) => !end.endsWith('skipped'))).toEqual([
      'build success',
      'build success',
      'contract success',
      'gate success',
      'lint success',
      'plan success',
      'test success',
    ]);
    const packages = PACKAGES;
    const got = texts.filter((text) => text.includes(' got ')).sort();
    expect(got).toEqual([
      `coverage-gate got ${JSON.stringify({ packages, 'min-total': '0', 'min-patch': '0', 'build-tags': 'contract', 'test-args': '-run ^TestContract' })}`,
      `coverage-gate got ${JSON.stringify({ packages, 'min-total': '0', 'min-patch': '90', 'build-tags': '', 'test-args': '' })}`,
      'go-build got {"targets":"linux/amd64"}',
      'go-build got {"targets":"linux/arm64"}',
      `lint-gate got ${JSON.stringify({ packages, preset: 'standard' })}`,
    ]);
  });

  it('is green when the plan orders nothing', async () => {
    const { exit, ends } = await call({ 'change-plan': plan([]) });
    expect(exit).toBe('success');
    expect(ends.filter((end) => !end.endsWith('skipped'))).toEqual(['gate success', 'plan success']);
  });

  it('merges the profiles of the shards of the first runner and version for one verdict', async () => {
    const shards = [
      { name: '1/2', index: 1, packages: 'example.com/m/a' },
      { name: '2/2', index: 2, packages: 'example.com/m/b' },
    ];
    const { exit, ends, texts } = await call(
      {
        'change-plan': plan(['unit'], { mode: 'full', shards: JSON.stringify(shards) }),
        'coverage-gate': {
          outputs: { profile: '/p' },
          show: ['run', 'packages', 'profiles', 'min-total', 'min-patch'],
        },
        handoff: { outputs: { path: '/in' }, show: ['mode', 'name', 'path', 'digest'] },
      },
      { 'max-shards': '2', 'go-versions': '["", "1.25"]' },
    );
    expect(exit).toBe('success');
    expect(ends.filter((end) => !end.endsWith('skipped'))).toEqual([
      'coverage success',
      'gate success',
      'plan success',
      ...Array(4).fill('test success'),
    ]);
    const got = (name: string) =>
      texts
        .filter((text) => text.startsWith(`${name} got `))
        .map((text) => JSON.parse(text.slice(name.length + 5)));
    expect(got('coverage-gate').slice(-1)).toEqual([
      {
        run: 'false',
        packages: PACKAGES,
        profiles: '/in/*/*',
        'min-total': '80',
        'min-patch': '90',
      },
    ]);
    for (const leg of got('coverage-gate').slice(0, -1))
      expect(leg).toMatchObject({ run: 'true', 'min-total': '0', 'min-patch': '0' });
    expect(
      got('handoff')
        .map(({ mode, name, path }) => `${mode} ${name} ${path}`)
        .sort(),
    ).toEqual([
      expect.stringMatching(/^get coverage-\* \/.+\/coverage$/),
      'put coverage-1 /p',
      'put coverage-2 /p',
    ]);
  });

  it('is red when one leg of a matrix fails, and says which job', async () => {
    const { exit, ends, errors } = await call({
      'change-plan': plan(['lint', 'build']),
      'go-build': { failWith: ['targets', 'linux/arm64'] },
    });
    expect(exit).toBe('failure');
    expect(ends).toContain('gate failure');
    expect(errors.join()).toMatch(
      /plan success, lint success, test skipped, coverage skipped, build failure, contract skipped/,
    );
  });

  it('is red when the plan fails, though every other job is skipped', async () => {
    const { exit, ends, errors } = await call({ 'change-plan': { fail: true } });
    expect(exit).toBe('failure');
    expect(ends.filter((end) => !end.endsWith('skipped'))).toEqual(['gate failure', 'plan failure']);
    expect(errors.join()).toMatch(/plan failure, lint skipped/);
  });
});
