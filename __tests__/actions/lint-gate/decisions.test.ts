import { type GoModule, parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { planAnnotations } from '../../../actions/lint-gate/src/annotations.ts';
import { planLevels } from '../../../actions/lint-gate/src/check-list.ts';
import { collectorSettings } from '../../../actions/lint-gate/src/collector.ts';
import { dropRepeated, type Finding, placeFindings } from '../../../actions/lint-gate/src/finding.ts';
import { parseChecks } from '../../../actions/lint-gate/src/inputs.ts';
import {
  chooseGolangci,
  VERSION_FILES,
  versionOfTool,
} from '../../../actions/lint-gate/src/linter-versions.ts';
import { renderLog } from '../../../actions/lint-gate/src/log-lines.ts';
import type { Outcome } from '../../../actions/lint-gate/src/outcome.ts';
import { assignPackages } from '../../../actions/lint-gate/src/packages.ts';
import { SourceText } from '../../../actions/lint-gate/src/source-text.ts';
import { judge, type Standing } from '../../../actions/lint-gate/src/verdict.ts';
import { seeded } from './seeded.ts';

const module = (dir: string, path: string): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n`),
});
const finding = (more: Partial<Finding> = {}): Finding => ({
  check: 'vet',
  module: '.',
  file: 'a.go',
  line: 3,
  rule: 'printf',
  message: 'bad',
  severity: 'error',
  ...more,
});
const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  check: 'vet',
  module: '.',
  ms: 1,
  findings: [],
  ...more,
});

describe('assignPackages', () => {
  const modules = [
    module('.', 'example.com/app'),
    module('lib', 'example.com/app/lib'),
    module('tools', 'example.org/tools'),
  ];
  it.each([
    {
      name: 'gives ./... to every module',
      patterns: ['./...'],
      want: { '.': ['./...'], lib: ['./...'], tools: ['./...'] },
    },
    { name: 'gives a folder to the module that holds it', patterns: ['./lib/x'], want: { lib: ['./x'] } },
    { name: 'gives a tree to its module', patterns: ['./internal/...'], want: { '.': ['./internal/...'] } },
    {
      name: 'gives an import path to the longest module',
      patterns: ['example.com/app/lib/x', 'example.com/app/x'],
      want: { lib: ['./x'], '.': ['./x'] },
    },
    {
      name: 'takes a module path as its root package',
      patterns: ['example.org/tools'],
      want: { tools: ['.'] },
    },
    {
      name: 'takes import path trees across modules',
      patterns: ['example.com/app/...'],
      want: { '.': ['./...'], lib: ['./...'] },
    },
    { name: 'reports what is nobody’s', patterns: ['example.net/x'], want: {}, unknown: ['example.net/x'] },
  ])('$name', ({ patterns, want, unknown = [] }) => {
    const assigned = assignPackages(patterns, modules);
    expect(Object.fromEntries(assigned.byModule)).toEqual(want);
    expect(assigned.unknown).toEqual(unknown);
  });
});

describe('placeFindings', () => {
  const place = { check: 'vet', module: 'svc', root: '/r', moduleDir: '/r/svc', severity: 'error' } as const;
  it.each([
    {
      name: 'makes absolute names relative to the repository',
      file: '/r/svc/a.go',
      want: { file: 'svc/a.go', line: 3 },
    },
    { name: 'reads relative names from the module', file: './x/a.go', want: { file: 'svc/x/a.go' } },
    { name: 'keeps a sibling of the module', file: '../b.go', want: { file: 'b.go' } },
    {
      name: 'names a file of elsewhere in the message',
      file: '/usr/lib/go/x.go',
      want: { file: undefined, message: '/usr/lib/go/x.go:3: bad' },
    },
  ])('$name', ({ file, want }) => {
    const { line, rule, message } = finding();
    const [placed] = placeFindings([{ file, line, rule, message }], place);
    expect({ file: placed?.file, ...placed }).toMatchObject(want);
  });
});

it('dropRepeated keeps what the first check said about a line', () => {
  const vet = finding();
  const twice = finding({ message: 'worse' });
  const golangci = finding({ check: 'golangci', rule: 'govet/printf', message: 'printf: bad' });
  const other = finding({ check: 'golangci', line: 4, message: 'printf: bad' });
  expect(dropRepeated([vet, vet, twice, golangci, other])).toEqual([vet, vet, twice, other]);
});

describe('judge', () => {
  const judged = (standing: Standing, more?: Partial<Finding>) => ({ finding: finding(more), standing });
  it.each([
    {
      name: 'passes without findings',
      outcomes: [outcome()],
      findings: [],
      want: { verdict: 'pass', exitClass: 'clean', sentence: 'No findings; 1 check, 1 module.' },
    },
    {
      name: 'fails for a new error',
      outcomes: [outcome()],
      findings: [judged('new')],
      want: { verdict: 'fail', exitClass: 'issues', sentence: '1 finding in 1 file; 1 check, 1 module.' },
    },
    {
      name: 'passes with warnings',
      outcomes: [outcome()],
      findings: [judged('new', { severity: 'warning' })],
      want: { verdict: 'pass', newIssues: 1 },
    },
    {
      name: 'passes with old findings, and counts them',
      outcomes: [outcome()],
      findings: [judged('known'), judged('accepted')],
      want: {
        verdict: 'pass',
        issues: 2,
        newIssues: 0,
        accepted: 1,
        sentence: 'No new findings (1 known, 1 in the baseline); 1 check, 1 module.',
      },
    },
    {
      name: 'fails when a check crashed, findings or not',
      outcomes: [outcome({ problem: { kind: 'crash', message: 'x' } })],
      findings: [],
      want: {
        verdict: 'fail',
        exitClass: 'crash',
        sentence: 'No result from vet (crash); no findings; 1 check, 1 module.',
      },
    },
    {
      name: 'takes the worst class',
      outcomes: [
        outcome({ problem: { kind: 'timeout', message: 'x' } }),
        outcome({ module: 'b', problem: { kind: 'config', message: 'x' } }),
      ],
      findings: [judged('new')],
      want: { exitClass: 'config' },
    },
  ])('$name', ({ outcomes, findings, want }) => expect(judge(outcomes, findings)).toMatchObject(want));
});

describe('planAnnotations', () => {
  it('puts checks without a result first, then findings on changed lines', () => {
    const verdict = judge(
      [outcome({ problem: { kind: 'crash', message: 'boom' } })],
      [
        { finding: finding({ line: 1 }), standing: 'new', changed: false },
        { finding: finding({ line: 2 }), standing: 'new', changed: true },
        { finding: finding({ line: 9 }), standing: 'known' },
      ],
    );
    expect(planAnnotations(verdict, new Map(), {})).toMatchObject([
      { message: 'boom' },
      { line: 2 },
      { line: 1 },
    ]);
  });

  it('counts columns in UTF-16 units and leaves them out on ranges', () => {
    const sources = new Map([['a.go', new SourceText(Buffer.from('x\ny\n"é𝄞" z'))]]);
    const verdict = judge(
      [outcome()],
      [
        { finding: finding({ column: 10 }), standing: 'new' },
        { finding: finding({ column: 10, endLine: 4 }), standing: 'new' },
      ],
    );
    expect(planAnnotations(verdict, sources, {}).map(({ column }) => column)).toEqual([7, undefined]);
  });
});

it('annotates something whenever there is something, and never more than ten of a level', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seeded(seed);
    const findings = Array.from({ length: random(60) }, () => ({
      finding: finding({
        file: random(9) === 0 ? undefined : `f${random(1 + random(30))}.go`,
        line: 1 + random(50),
        severity: random(3) === 0 ? 'warning' : 'error',
      }),
      standing: (['new', 'known', 'accepted'] as const)[random(3)] ?? 'new',
      changed: random(2) === 0,
    }));
    const problem = { kind: 'crash', message: 'boom' } as const;
    const verdict = judge(
      Array.from({ length: 1 + random(14) }, () => outcome(random(20) === 0 ? { problem } : {})),
      findings,
    );
    const shown = planAnnotations(verdict, new Map(), { error: 9 });
    const of = (level: string) => shown.filter((annotation) => annotation.level === level).length;
    expect(of('error'), `seed ${seed}`).toBeLessThanOrEqual(9);
    expect(of('warning'), `seed ${seed}`).toBeLessThanOrEqual(10);
    const wanted = verdict.newIssues + verdict.problems.length;
    expect(shown.length > 0, `seed ${seed}`).toBe(wanted > 0);
    if (wanted <= 9) expect(shown).toHaveLength(wanted);
  }
});

it.each([
  { line: 'abc', byte: 2, want: 2 },
  { line: 'é𝄞x', byte: 3, want: 2 },
  { line: 'é𝄞x', byte: 7, want: 4 },
  { line: '', byte: 1, want: 1 },
])('utf16Column of byte $byte in $line is $want', ({ line, byte, want }) =>
  expect(new SourceText(Buffer.from(`first\r\n${line}\r\n`)).utf16Column(2, byte)).toBe(want),
);

describe('golangci-lint’s version', () => {
  const goMod = parseGoMod(
    'module m\n\ntool github.com/golangci/golangci-lint/v2/cmd/golangci-lint\n\nrequire github.com/golangci/golangci-lint/v2 v2.12.0 // indirect\n',
  );
  it('comes from the tool line', () => {
    const pkg = 'github.com/golangci/golangci-lint/v2/cmd/golangci-lint';
    expect(versionOfTool([{ dir: 'tools', path: 'm', goMod }], pkg)).toEqual({
      version: 'v2.12.0',
      from: 'the tool line of tools/go.mod',
    });
  });
  it.each([
    { file: '.golangci-lint-version', text: 'v2.11.0\n', want: 'v2.11.0' },
    { file: '.tool-versions', text: 'go 1.26\ngolangci-lint 2.11.0\n', want: '2.11.0' },
    { file: 'mise.toml', text: '[tools]\ngo = "1.26"\ngolangci-lint = "2.11.0"\n', want: '2.11.0' },
    { file: 'mise.toml', text: '"aqua:golangci/golangci-lint" = { version = "2.11.0" }\n', want: '2.11.0' },
    { file: 'mise.toml', text: '[tools]\ngo = "1.26"\n', want: undefined },
  ])('is read from $file', ({ file, text, want }) => expect(VERSION_FILES[file]?.(text)).toBe(want));
  it('falls back with a reason when a file names no full version', () => {
    const files = [{ file: 'mise.toml', text: 'golangci-lint = "latest"' }];
    expect(chooseGolangci({ input: undefined, tool: undefined, files })).toEqual({
      version: 'v2.15.0',
      from: 'the default of this release',
      ignored: ['mise.toml asks for golangci-lint "latest", which is no full v2 version'],
    });
  });
});

it('checks change the levels of a preset', () => {
  const levels = planLevels('fast', parseChecks('{ vet: warn, tidy: error, fmt: off }'));
  expect(levels).toMatchObject({
    vet: 'warn',
    tidy: 'error',
    fmt: 'off',
    staticcheck: 'error',
    golangci: 'off',
  });
});

it('the log keeps a hostile file name on its line', () => {
  const judged = [{ finding: finding({ file: 'a\n::error::x.go', column: 2 }), standing: 'new' as const }];
  expect(renderLog(judged)).toBe('a ::error::x.go:3:2: bad (printf)\n');
});

describe('collectorSettings', () => {
  const GiB = 1024 ** 3;
  it.each([
    {
      name: 'takes more memory, up to half of what there is',
      own: {},
      want: { GOGC: '400', GOMEMLIMIT: '3584MiB' },
    },
    { name: 'leaves a small runner as it is', own: {}, memory: 3 * GiB, want: {} },
    { name: 'leaves the job its GOGC', own: { GOGC: '50' }, want: {} },
    { name: 'leaves the job its limit', own: { GOMEMLIMIT: '1GiB' }, want: {} },
  ])('$name', ({ own, memory = 7 * GiB, want }) => {
    const job = { GOGC: undefined, GOMEMLIMIT: undefined, ...own };
    expect(collectorSettings(job, memory)).toEqual(want);
  });
});
