import { readFile } from 'node:fs/promises';
import { inRoot } from '@go-actions/tools';
import { withInputs } from '@go-actions/tools/demo/caller';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStage, type Stage, type Told } from './stage.ts';

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
      call: 'c0ffee00',
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

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

async function call(told: Told, inputs: Record<string, string> = {}) {
  const caller = await readFile(inRoot('examples/workflows/required-check.yml'), 'utf8');
  return stage.play(withInputs(caller, inputs), told);
}

describe('go-ci.yml under act', () => {
  it('runs what the plan ordered, with what the plan selected, and is green', async () => {
    const { exit, ends, shown, trouble } = await call({
      'change-plan': plan(['lint', 'unit', 'build', 'contract']),
      'lint-gate': { show: ['packages', 'preset'] },
      'coverage-gate': {
        outputs: { total: '91.20' },
        show: ['packages', 'min-total', 'min-patch', 'build-tags', 'test-args'],
      },
      'go-build': { show: ['targets'] },
    });
    expect(`${exit} ${exit === 'success' ? '' : trouble}`).toBe('success ');
    expect(ends).toEqual([
      'build success',
      'build success',
      'contract success',
      'gate success',
      'lint success',
      'plan success',
      'test success',
    ]);
    const inputs = (action: string) => shown.filter((one) => one.action === action).map((one) => one.inputs);
    expect(inputs('lint-gate')).toEqual([{ packages: PACKAGES, preset: 'standard' }]);
    expect(
      inputs('go-build')
        .map(({ targets }) => targets)
        .sort(),
    ).toEqual(['linux/amd64', 'linux/arm64']);
    const byTags = inputs('coverage-gate').sort((a, b) =>
      (a['build-tags'] ?? '').localeCompare(b['build-tags'] ?? ''),
    );
    expect(byTags).toEqual([
      { packages: PACKAGES, 'min-total': '80', 'min-patch': '90', 'build-tags': '', 'test-args': '' },
      {
        packages: PACKAGES,
        'min-total': '0',
        'min-patch': '0',
        'build-tags': 'contract',
        'test-args': '-run ^TestContract',
      },
    ]);
  });

  it('is green when the plan orders nothing', async () => {
    const { exit, ends } = await call({ 'change-plan': plan([]) });
    expect(exit).toBe('success');
    expect(ends).toEqual(['gate success', 'plan success']);
  });

  it('merges the profiles of the shards of the first runner and version for one verdict', async () => {
    const shards = [
      { name: '1/2', index: 1, packages: 'example.com/m/a' },
      { name: '2/2', index: 2, packages: 'example.com/m/b' },
    ];
    const { exit, ends, shown } = await call(
      {
        'change-plan': plan(['unit'], { mode: 'full', shards: JSON.stringify(shards) }),
        'coverage-gate': {
          outputs: { profile: '/p', statements: '10' },
          show: ['run', 'packages', 'profiles', 'min-total', 'min-patch'],
        },
        handoff: { outputs: { path: '/in' }, show: ['mode', 'name', 'path'] },
      },
      { 'max-shards': '2', 'go-versions': '["", "1.25"]' },
    );
    expect(exit).toBe('success');
    expect(ends).toEqual([
      'coverage success',
      'gate success',
      'plan success',
      ...Array(4).fill('test success'),
    ]);
    const inputs = (action: string) => shown.filter((one) => one.action === action).map((one) => one.inputs);
    const legs = inputs('coverage-gate');
    expect(legs.pop()).toEqual({
      run: 'false',
      packages: PACKAGES,
      profiles: '/in/*/*',
      'min-total': '80',
      'min-patch': '90',
    });
    for (const leg of legs) expect(leg).toMatchObject({ run: 'true', 'min-total': '0', 'min-patch': '0' });
    expect(
      inputs('handoff')
        .map(({ mode, name, path }) => `${mode} ${name} ${path}`)
        .sort(),
    ).toEqual([
      expect.stringMatching(/^get coverage-c0ffee00-\* \/.+\/coverage$/),
      'put coverage-c0ffee00-1 /p',
      'put coverage-c0ffee00-2 /p',
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
    expect(ends).toEqual(['gate failure', 'plan failure']);
    expect(errors.join()).toMatch(/plan failure, lint skipped/);
  });
});
