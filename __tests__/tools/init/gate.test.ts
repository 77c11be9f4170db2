import type { Facts } from '@go-actions/tools/init/facts';
import { planGate } from '@go-actions/tools/init/gate';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jobsOf, LIBRARY, moduleAt, total } from './facts.ts';

const plan = (facts: Partial<Facts>) => planGate({ ...LIBRARY, ...facts });

describe('planGate', () => {
  it.each<{ name: string; facts: Partial<Facts>; inputs: Record<string, unknown> | undefined }>([
    { name: 'a new module that meets the defaults needs no input', facts: {}, inputs: undefined },
    { name: 'what is there already is not counted', facts: { commits: 2 }, inputs: { 'only-new': 'lines' } },
    {
      name: 'a minimum that is met today',
      facts: { measured: total('36.99') },
      inputs: { 'min-total': '36' },
    },
    { name: 'exactly the default', facts: { measured: total('80.00') }, inputs: undefined },
    { name: 'just below the default', facts: { measured: total('79.99') }, inputs: { 'min-total': '79' } },
    { name: 'no run', facts: { measured: undefined }, inputs: { 'min-total': '0' } },
    {
      name: 'a run without a total',
      facts: { measured: { reason: 'the tests gave no total: boom' } },
      inputs: { 'min-total': '0' },
    },
    {
      name: 'a folder of a larger repository',
      facts: { workingDirectory: 'services/app 1' },
      inputs: { 'working-directory': 'services/app 1' },
    },
    {
      name: 'a module that Go refuses is left out, and the others are checked',
      facts: { modules: [moduleAt('.'), moduleAt('tutorials', { broken: 'go: updates to go.mod needed' })] },
      inputs: { modules: '!tutorials' },
    },
    {
      name: 'nothing is left out where Go refuses every module: the gate says why',
      facts: { modules: [moduleAt('.', { broken: 'go: updates to go.mod needed' })] },
      inputs: undefined,
    },
  ])('$name', ({ facts, inputs }) => {
    const { go } = jobsOf(plan(facts).text);
    expect(go?.uses).toBe('octo/go-actions/.github/workflows/go-ci.yml@v1');
    expect(go?.with).toEqual(inputs);
  });

  it.each(['main', 'release/1.x', '1.0', 'yes', "o'brien", 'a: b #c'])(
    'keeps the branch %s as it is',
    (branch) => {
      const { on } = parse(plan({ defaultBranch: branch }).text) as { on: { push: { branches: string[] } } };
      expect(on.push.branches).toEqual([branch]);
    },
  );

  it('says what will be red, and what is left out', () => {
    const { reasons } = plan({
      measured: total('90.00', ['TestA', 'TestB']),
      unreadable: ['templates'],
      endToEndTests: true,
      golangci: { path: '.golangci.yml', outdated: true },
    });
    const said = reasons.join('\n');
    expect(said).toContain('2 tests fail here today (TestA, TestB), and the gate will be red where they do');
    expect(said).toContain('nothing in templates is checked');
    expect(said).toContain('end-to-end tests');
    expect(said).toContain('.golangci.yml is of golangci-lint 1');
  });

  it('writes over no workflow but its own, and names those whose part it does', () => {
    const theirs = {
      path: '.github/workflows/go.yml',
      text: 'on: pull_request',
      uses: ['actions/checkout', 'actions/setup-go'],
    };
    const beside = plan({ workflows: [theirs] });
    expect(beside.path).toBe('.github/workflows/go-gate.yml');
    expect(beside.reasons.join('\n')).toContain('go.yml does a part of this (actions/setup-go)');
    const ours = {
      path: '.github/workflows/pipeline.yml',
      text: '',
      uses: ['octo/go-actions/.github/workflows/go-ci.yml'],
    };
    expect(plan({ workflows: [theirs, ours] }).path).toBe('.github/workflows/pipeline.yml');
  });
});
