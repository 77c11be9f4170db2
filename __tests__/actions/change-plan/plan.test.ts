import { describe, expect, it } from 'vitest';
import type { Check } from '../../../actions/change-plan/src/checks.ts';
import {
  buildGraph,
  type PackageGraph,
  type PackageNode,
} from '../../../actions/change-plan/src/graph/graph.ts';
import {
  maskedOutputs,
  renderOutputs,
  renderPackagesFile,
} from '../../../actions/change-plan/src/outputs.ts';
import { planChange, planEverything } from '../../../actions/change-plan/src/plan.ts';
import type { Judgement } from '../../../actions/change-plan/src/rules/judgement.ts';
import { weigh } from '../../../actions/change-plan/src/shards.ts';
import { renderLog, renderSummary } from '../../../actions/change-plan/src/summary.ts';
import { packageNode } from './package-node.ts';

const node = (path: string, imports: string[] = [], more: Partial<PackageNode> = {}) =>
  packageNode(path, path, { imports, ...more });
const GRAPH = buildGraph([
  node('m/lib'),
  node('m/app', ['m/lib']),
  node('m/cmd', ['m/app'], { main: true }),
  node('m/tagged', ['m/lib'], { selectable: false }),
  node('m/it', [], { selectable: false, tags: ['integration'] }),
]);
const contextOf = (graph: PackageGraph) => ({ graph, goRuns: [], generators: [], absent: [], notes: [] });
const CONTEXT = contextOf(GRAPH);
const asks = (path: string, checks: Check[], compile: string[] = [], test: string[] = []): Judgement => ({
  path,
  asks: 'checks',
  why: 'package `x`',
  checks,
  compile,
  test,
});
const everything = (path: string): Judgement => ({ path, asks: 'everything', why: 'no package owns it' });
const nothing: Judgement = { path: 'README.md', asks: 'nothing', why: 'documentation (`**/*.md`)' };

describe('planChange', () => {
  it.each([
    {
      name: 'follows imports, and builds what it reaches',
      judgements: [asks('lib/x.go', ['lint', 'unit'], ['m/lib']), nothing],
      want: {
        mode: 'affected',
        reason: '3 of 3 packages run: what 2 changed paths can reach.',
        checks: ['lint', 'unit', 'build'],
      },
    },
    {
      name: 'tests without building',
      judgements: [asks('app/x_test.go', ['lint', 'unit'], [], ['m/app'])],
      want: {
        mode: 'affected',
        reason: '1 of 3 packages run: what 1 changed path can reach.',
        checks: ['lint', 'unit'],
      },
    },
    {
      name: 'orders lint alone when a package without dependants is gone',
      judgements: [asks('gone/x.go', ['lint', 'unit'], ['m/gone'])],
      want: {
        mode: 'affected',
        reason: 'No package is reached by 1 changed path, but lint is ordered.',
        checks: ['lint'],
      },
    },
    {
      name: 'lets one path ask for everything',
      judgements: [
        asks('lib/x.go', ['lint', 'unit'], ['m/lib']),
        everything('a`b\n'),
        everything('c'),
        everything('d'),
      ],
      want: {
        mode: 'full',
        reason: "Everything runs: `a'b\\n` changed and no package owns it (and 2 more such paths).",
        checks: ['lint', 'unit', 'contract', 'generate', 'build', 'e2e'],
      },
    },
    {
      name: 'runs nothing for documentation',
      judgements: [nothing],
      want: {
        mode: 'none',
        reason:
          'Nothing runs: none of the 1 changed path belongs to a package or to a rule that orders a check.',
        checks: [],
      },
    },
    {
      name: 'runs nothing without a change',
      judgements: [],
      want: { mode: 'none', reason: 'Nothing runs: no file changed.', checks: [] },
    },
    {
      name: 'takes all packages when a rule orders tests for a file that nobody owns',
      judgements: [asks('deploy/x', ['unit']), asks('app/x_test.go', ['lint', 'unit'], [], ['m/app'])],
      want: {
        mode: 'affected',
        reason: '3 of 3 packages run: what 2 changed paths can reach.',
        checks: ['lint', 'unit'],
      },
    },
  ])('$name', ({ judgements, want }) => {
    const { mode, reason, checks } = planChange(judgements, CONTEXT);
    expect({ mode, reason, checks }).toEqual(want);
  });

  it('case cache-plan/28: names a package that only builds under a tag, and the tag', () => {
    const { reason, notes } = planChange([asks('it/x_test.go', ['lint', 'unit'], [], ['m/it'])], CONTEXT);
    const note =
      '`m/it` builds only with the build tag `integration`, which no job sets (`GOFLAGS: -tags=…`).';
    expect(reason).toBe(`No package is reached by 1 changed path, but lint is ordered. ${note}`);
    expect(notes).toEqual([note]);
  });

  it('case repositories/02: leaves out a check that has nothing to run, and says so', () => {
    const context = { ...CONTEXT, absent: ['contract', 'e2e'] as const, notes: ['`e2e` is left out.'] };
    const change = planChange([asks('lib/x.go', ['lint', 'contract', 'e2e'], ['m/lib'])], context);
    expect(change).toMatchObject({ checks: ['lint', 'build'], notes: context.notes });
    expect(planEverything('x', context).checks).toEqual(['lint', 'unit', 'generate', 'build']);
  });

  it('orders no build when there is no binary', () => {
    expect(planEverything('x', contextOf(buildGraph([node('m/lib')]))).checks).not.toContain('build');
    expect(planEverything('x', { graph: undefined, absent: [], notes: [] }).checks).toContain('build');
  });
});

describe('the weight of a package', () => {
  const packages = [
    { path: 'm/slow', testFiles: 1 },
    { path: 'm/wide', testFiles: 3 },
    { path: 'm/bare', testFiles: 0 },
  ];
  it.each([
    { name: 'is its files of tests when nothing was recorded', seconds: {}, want: [2, 4, 1] },
    { name: 'is what its tests took', seconds: { 'm/slow': 9, 'm/wide': 0.5 }, want: [10, 1.5, 1] },
    { name: 'is guessed at the rate of the others', seconds: { 'm/slow': 4 }, want: [5, 13, 1] },
    { name: 'is never that of tests that are gone', seconds: { 'm/bare': 9 }, want: [2, 4, 1] },
    { name: 'does not know packages that are not selected', seconds: { 'm/other': 9 }, want: [2, 4, 1] },
  ])('$name', ({ seconds, want }) => {
    const weighed = weigh(packages, new Map(Object.entries(seconds)));
    expect(weighed.map(({ weight }) => weight)).toEqual(want);
  });
});

const OPTIONS = {
  targets: [],
  modules: [],
  base: undefined,
  changed: undefined,
  packagesFile: '',
  call: '01234567',
  durations: new Map<string, number>(),
};

/** A plan that selects all of so many packages. */
function planOf(size: number) {
  const many = buildGraph(Array.from({ length: size }, (_, i) => node(`example.com/module/package${i}`)));
  const judgements = [...many.packages.keys()].map((path) => asks(path, ['lint', 'unit'], [path]));
  return { large: planChange(judgements, contextOf(many)), listed: [...many.packages.values()] };
}

describe('the report', () => {
  const plan = planChange([asks('lib/|<b>`x`.go', ['lint', 'unit'], ['m/lib']), nothing], CONTEXT);

  it('begins with the verdict, then says what carried each path and each package', () => {
    const lines = renderSummary(plan, GRAPH, 'abcdef0123456789').split('\n');
    expect(lines[0]).toBe('### ✅ Plan: what the change reaches runs: lint, unit, build');
    expect(lines[2]).toMatch(/^3 of 3 packages run: .*\. Compared with `abcdef012345`\.$/);
    expect(lines).toContain('| ``lib/\\|<b>`x`.go`` | package `x` | lint, unit, build · 3 packages |');
    expect(lines).toContain('| `README.md` | documentation (`**/*.md`) | nothing |');
    expect(lines).toContain('- `m/cmd` → `m/app` → `m/lib`');
  });

  it('keeps every name on its line of the log', () => {
    const log = renderLog(planChange([everything('a\n::error::b')], CONTEXT));
    expect(log.split('\n')).toContain('  "a\\n::error::b": everything (no package owns it)');
  });

  it('case platform/07: gives `./...` where a list would not fit into an input on Windows', () => {
    const { large, listed } = planOf(5_000);
    const outputs = renderOutputs(large, { ...OPTIONS, listed, maxShards: 1 });
    expect(outputs).toMatchObject({
      packages: './...',
      shards: [{ name: '1/1', index: 1, packages: './...' }],
    });
    const shards = renderOutputs(large, { ...OPTIONS, listed, maxShards: 40 }).shards as {
      packages: string;
    }[];
    expect(Math.max(...shards.map((shard) => shard.packages.length))).toBeLessThan(32_766);
    expect(shards.flatMap((shard) => shard.packages.split(' '))).toHaveLength(5_000);
    expect(renderPackagesFile(large, listed).trimEnd().split('\n')).toHaveLength(5_000);
  });

  it('gives one shard where the matrix would not fit into the outputs of a job', () => {
    const { large, listed } = planOf(16_000);
    const { shards } = renderOutputs(large, { ...OPTIONS, listed, maxShards: 100 });
    expect(shards).toEqual([{ name: '1/1', index: 1, packages: './...' }]);
  });
});

it('case platform/09: knows the outputs that GitHub would drop for a masked line', () => {
  const outputs = { mode: 'full', shards: [{ name: '1/1' }], packages: 'm/a m/b', base: undefined };
  expect(maskedOutputs(outputs, ['{\n  "token": 1\n}'])).toEqual(['shards']);
  expect(maskedOutputs(outputs, ['m/b'])).toEqual(['packages']);
  expect(maskedOutputs(outputs, ['', '\n'])).toEqual([]);
});
