import { describe, expect, it } from 'vitest';
import { SourceText } from '../../../../actions/lint-gate/src/findings/source-text.ts';
import { planAnnotations } from '../../../../actions/lint-gate/src/verdict/annotations.ts';
import { judge } from '../../../../actions/lint-gate/src/verdict/verdict.ts';
import { finding, outcome } from '../samples.ts';
import { seeded } from '../seeded.ts';

describe('planAnnotations', () => {
  it('puts checks without a result first, then findings on changed lines', () => {
    const verdict = judge(
      { outcomes: [outcome({ problem: { kind: 'crash', message: 'boom' } })], failures: [] },
      [
        { finding: finding({ line: 1 }), status: 'new', changed: false },
        { finding: finding({ line: 2 }), status: 'new', changed: true },
        { finding: finding({ line: 9 }), status: 'known' },
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
    const verdict = judge({ outcomes: [outcome()], failures: [] }, [
      { finding: finding({ column: 10 }), status: 'new' },
      { finding: finding({ column: 10, endLine: 4 }), status: 'new' },
    ]);
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
      status: (['new', 'known', 'accepted'] as const)[random(3)] ?? 'new',
      changed: random(2) === 0,
    }));
    const problem = { kind: 'crash', message: 'boom' } as const;
    const verdict = judge(
      {
        outcomes: Array.from({ length: 1 + random(14) }, () => outcome(random(20) === 0 ? { problem } : {})),
        failures: [],
      },
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
