import type { Facts } from '@go-actions/tools/init/facts';
import { planFiles } from '@go-actions/tools/init/plan';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FACTS: Facts = {
  suite: 'octo/go-actions',
  workingDirectory: '.',
  defaultBranch: 'main',
  modules: [{ dir: '.', path: 'example.com/m' }],
  unreadable: [],
  mains: [],
  versionTags: 0,
  nestedTags: 0,
  commits: 1,
  golangciConfig: undefined,
  dockerfile: undefined,
  chart: undefined,
  contractTests: false,
  endToEndTests: false,
  measured: { total: '91.20', failed: 0 },
};
const LONG: Partial<Facts> = { commits: 2 };

const job = (text: string, name: string) =>
  (parse(text) as { jobs: Record<string, { uses: string; with?: Record<string, unknown> }> }).jobs[name];

describe('planFiles', () => {
  it.each<{ name: string; facts: Partial<Facts>; inputs: Record<string, unknown> | undefined }>([
    { name: 'a new module that meets the defaults needs no input', facts: {}, inputs: undefined },
    { name: 'what is there already is not counted', facts: LONG, inputs: { 'only-new': 'lines' } },
    {
      name: 'a minimum that is met today',
      facts: { measured: { total: '36.99', failed: 0 } },
      inputs: { 'min-total': '36' },
    },
    { name: 'exactly the default', facts: { measured: { total: '80.00', failed: 0 } }, inputs: undefined },
    {
      name: 'just below the default',
      facts: { measured: { total: '79.99', failed: 0 } },
      inputs: { 'min-total': '79' },
    },
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
  ])('$name', ({ facts, inputs }) => {
    const [check] = planFiles({ ...FACTS, ...facts });
    const go = job(check?.text ?? '', 'go');
    expect(go?.uses).toBe('octo/go-actions/.github/workflows/go-ci.yml@v1');
    expect(go?.with).toEqual(inputs);
  });

  it.each(['main', 'release/1.x', '1.0', 'yes', "o'brien", 'a: b #c'])(
    'keeps the branch %s as it is',
    (branch) => {
      const [check] = planFiles({ ...FACTS, defaultBranch: branch });
      const { on } = parse(check?.text ?? '') as { on: { push: { branches: string[] } } };
      expect(on.push.branches).toEqual([branch]);
    },
  );

  it('releases programs and tagged libraries, with the tags of nested modules where there are some', () => {
    expect(planFiles(FACTS)).toHaveLength(1);
    const nested = { modules: [...FACTS.modules, { dir: 'tools', path: 'example.com/m/tools' }] };
    const [, release] = planFiles({ ...FACTS, ...nested, versionTags: 3 });
    const { on } = parse(release?.text ?? '') as { on: { push: { tags: string[] } } };
    expect(on.push.tags).toEqual(['v*.*.*', '**/v*.*.*']);
    expect(release?.reasons).toContain('3 version tags so far');
    expect(planFiles({ ...FACTS, mains: ['example.com/m/cmd/m'] })[1]?.reasons[0]).toContain(
      '1 program to build',
    );
  });

  it('says what will be red, and what is left out', () => {
    const facts = { measured: { total: '90.00', failed: 2 }, unreadable: ['templates'], endToEndTests: true };
    const reasons = planFiles({ ...FACTS, ...facts })[0]?.reasons.join('\n');
    expect(reasons).toContain('2 tests fail today, and the gate will be red until they pass');
    expect(reasons).toContain('nothing in templates is checked');
    expect(reasons).toContain('end-to-end tests');
  });
});
