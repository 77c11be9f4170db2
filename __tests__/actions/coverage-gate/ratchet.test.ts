import { createProject, runAction, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { parsePercent } from '../../../actions/coverage-gate/src/count.ts';
import { formatDelta, holds } from '../../../actions/coverage-gate/src/ratchet.ts';
import { describeDifference, parseRecord, planKeys } from '../../../actions/coverage-gate/src/record.ts';
import { planReruns, renderRunPattern, withRunPattern } from '../../../actions/coverage-gate/src/reruns.ts';
import { TestLog } from '../../../actions/coverage-gate/src/test-events.ts';

const count = (covered: number, statements: number) => ({ covered, statements });

describe('holds', () => {
  const rows = [
    {
      name: 'the same',
      now: count(2, 3),
      before: count(20, 30),
      mode: 'percent',
      tolerance: '0',
      want: true,
    },
    {
      name: 'a third of a point less',
      now: count(199, 300),
      before: count(200, 300),
      mode: 'percent',
      tolerance: '0',
      want: false,
    },
    {
      name: 'a third of a point less, which is more than 0.33',
      now: count(199, 300),
      before: count(200, 300),
      mode: 'percent',
      tolerance: '0.33',
      want: false,
    },
    {
      name: 'a third of a point less, which is less than 0.34',
      now: count(199, 300),
      before: count(200, 300),
      mode: 'percent',
      tolerance: '0.34',
      want: true,
    },
    {
      name: 'less percent, as many uncovered statements',
      now: count(10, 20),
      before: count(90, 100),
      mode: 'uncovered',
      tolerance: '0',
      want: true,
    },
    {
      name: 'more percent, one more uncovered statement',
      now: count(989, 1000),
      before: count(90, 100),
      mode: 'uncovered',
      tolerance: '0',
      want: false,
    },
    {
      name: 'nothing before',
      now: count(0, 10),
      before: count(0, 0),
      mode: 'percent',
      tolerance: '0',
      want: true,
    },
  ] as const;
  it.each(rows)('$name: $want', ({ now, before, mode, tolerance, want }) => {
    expect(holds(now, before, { mode, tolerance: parsePercent(tolerance) })).toBe(want);
  });

  it('is said in points, truncated towards zero', () => {
    expect([
      formatDelta(count(199, 300), count(200, 300)),
      formatDelta(count(2, 3), count(1, 3)),
      formatDelta(count(1, 2), count(1, 2)),
    ]).toEqual(['-0.33', '+33.33', '+0.00']);
  });
});

describe('records', () => {
  const conditions = {
    go: '1.26',
    total: 'statements',
    coverpkg: '',
    tags: '',
    excludeGenerated: true,
  } as const;
  it('are asked for by at most ten keys, the exact one first', () => {
    const commits = Array.from({ length: 30 }, (_, i) => `c${i}`);
    const { primary, fallbacks } = planKeys('s', commits, conditions);
    expect([primary, ...fallbacks]).toHaveLength(10);
    expect(primary.startsWith(fallbacks[0] ?? '-')).toBe(true);
    expect(fallbacks[1]).toContain('-c1-');
  });
  it('say what makes them incomparable', () => {
    expect(describeDifference(conditions, conditions)).toBeUndefined();
    expect(describeDifference(conditions, { ...conditions, go: '1.27', coverpkg: 'all' })).toBe(
      'Go was 1.26 and is 1.27, coverpkg was not set and is all',
    );
  });
  it('are not trusted when they are broken', () => {
    for (const text of [
      '',
      '{',
      '{"schema":2}',
      '{"schema":1,"commit":"c","conditions":{},"files":{},"total":{"covered":"x"}}',
    ])
      expect(parseRecord(text)).toBeUndefined();
  });
});

describe('reruns', () => {
  const logOf = (lines: string[]) => {
    const log = new TestLog();
    for (const line of lines) log.addLine(JSON.stringify({ Package: 'm/p', ...JSON.parse(line) }));
    return log.results;
  };
  const covered = '{"Action":"output","Output":"coverage: 1.0% of statements\\n"}';
  it('name the failed top-level tests once', () => {
    const results = logOf([
      '{"Action":"fail","Test":"TestA/x"}',
      '{"Action":"fail","Test":"TestA"}',
      '{"Action":"pass","Test":"TestB"}',
      covered,
      '{"Action":"fail"}',
    ]);
    expect(planReruns(results).map((rerun) => rerun.tests)).toEqual([['TestA']]);
    expect(renderRunPattern(['TestA', 'TestC'])).toBe('^(TestA|TestC)$');
  });
  it('never follow a data race or a panic', () => {
    expect(
      planReruns(
        logOf([
          '{"Action":"output","Test":"TestA","Output":"WARNING: DATA RACE\\n"}',
          '{"Action":"fail","Test":"TestA"}',
          covered,
          '{"Action":"fail"}',
        ]),
      ),
    ).toEqual([]);
    expect(planReruns(logOf(['{"Action":"fail","Test":"TestA"}', '{"Action":"fail"}']))).toEqual([]);
  });
  it('keep -args last', () => {
    expect(withRunPattern(['-run', 'X', '-args', '-v'], '^(A)$')).toEqual([
      '-run',
      'X',
      '-run=^(A)$',
      '-args',
      '-v',
    ]);
  });
});

const CODE = 'package m\n\nfunc A(a int) int {\n\tif a > 0 {\n\t\treturn 1\n\t}\n\treturn 2\n}\n';
const TEST = 'package m\n\nimport "testing"\n\nfunc TestA(t *testing.T) { A(1); A(-1) }\n';
const OFF = { race: 'false', 'min-total': '0', 'min-patch': '0' };

describe('coverage-gate', () => {
  it('keeps records on the default branch, and fails a pull request that lowers the total', async () => {
    await using service = await startCacheService();
    await using project = await createProject(
      { 'go.mod': 'module m\n\ngo 1.24\n', 'a.go': CODE, 'a_test.go': TEST },
      { git: true },
    );
    await using runner = await createProject({});
    const repository = { default_branch: 'main' };
    const gate = (event: object, env: Record<string, string>, inputs: Record<string, string> = {}) =>
      runAction('coverage-gate', {
        workspace: project.dir,
        temp: runner.dir,
        inputs: { ...OFF, ratchet: 'percent', ...inputs },
        event: { repository, ...event },
        env: { ...service.env(), ...env },
      });

    const base = await project.git('rev-parse', 'HEAD');
    const push = await gate({ before: '0'.repeat(40) }, { GITHUB_EVENT_NAME: 'push' });
    expect([push.code, push.outputs.total, push.outputs.delta]).toEqual([0, '100.00', '']);
    expect(push.summary).toContain('nothing to compare with');

    await project.commit('feat: untested', { 'b.go': 'package m\n\nfunc B() int { return 1 }\n' });
    const pull = await gate(
      { pull_request: { base: { sha: base } } },
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '1/merge' },
    );
    expect([pull.code, pull.outputs.verdict, pull.outputs.delta]).toEqual([1, 'fail', '-25.00']);
    expect(pull.summary).toContain('The coverage fell: -25.00 points against 100.00 %');
    expect(pull.summary).toContain('| `b.go` | 0 | 1 |');

    const tolerant = await gate(
      { pull_request: { base: { sha: base } } },
      { GITHUB_EVENT_NAME: 'pull_request' },
      { tolerance: '25' },
    );
    expect(tolerant.outputs.verdict).toBe('pass');
    const other = await gate(
      { pull_request: { base: { sha: base } } },
      { GITHUB_EVENT_NAME: 'pull_request' },
      { total: 'func' },
    );
    expect(other.summary).toContain('cannot be compared: meaning of the total was statements and is func');
  });

  it('runs the base in a worktree when it may, and leaves nothing behind', async () => {
    await using project = await createProject(
      { 'sub/go.mod': 'module m\n\ngo 1.24\n', 'sub/a.go': CODE, 'sub/a_test.go': TEST },
      { git: true },
    );
    await project.commit('feat: untested', { 'sub/b.go': 'package m\n\nfunc B() int { return 1 }\n' });
    const inputs = {
      ...OFF,
      ratchet: 'uncovered',
      'on-missing-base': 'compute',
      base: 'HEAD~1',
      'working-directory': 'sub',
    };
    const { code, outputs, summary } = await runAction('coverage-gate', { workspace: project.dir, inputs });
    expect([code, outputs.verdict, outputs.delta]).toEqual([1, 'fail', '-25.00']);
    expect(summary).toContain('uncovered statements: 0 before, 1 now');
    expect(await project.git('status', '--porcelain')).toBe('');
    expect(await project.git('worktree', 'list')).not.toContain('go-actions-worktree');
  });

  it('calls a test flaky that passes when it runs again', async () => {
    await using project = await createProject({
      'go.mod': 'module m\n\ngo 1.24\n',
      'a.go': CODE,
      'a_test.go': TEST,
      'flaky_test.go':
        'package m\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestFlaky(t *testing.T) {\n\tif _, err := os.Stat("seen"); err != nil {\n\t\tos.WriteFile("seen", nil, 0o644)\n\t\tt.Fatal("the first time")\n\t}\n}\n',
    });
    const { code, outputs, summary } = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, 'rerun-fails': '2' },
    });
    expect([code, outputs.verdict, outputs.flaky, outputs.failed, outputs.tests]).toEqual([
      0,
      'pass',
      '1',
      '0',
      '2',
    ]);
    expect(summary).toContain('#### Flaky');
    await project.write({
      seen: null,
      'bad_test.go': 'package m\n\nimport "testing"\n\nfunc TestBad(t *testing.T) { t.Fatal("always") }\n',
    });
    const bad = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, 'rerun-fails': '1' },
    });
    expect([bad.code, bad.outputs.flaky, bad.outputs.failed]).toEqual([1, '1', '1']);
  });
});
