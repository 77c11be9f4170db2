import { type Annotation, budgetAnnotations, planBudget } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

const errors = (count: number, file = 'a.go'): Annotation[] =>
  Array.from({ length: count }, (_, index) => ({
    level: 'error',
    message: `${file} ${index}`,
    file,
    line: index + 1,
  }));

describe('case platform/04: a step of a composite', () => {
  it.each([
    { share: undefined, want: { error: 9, warning: 10, notice: 10 } },
    { share: '4', want: { error: 3, warning: 4, notice: 4 } },
    { share: '1', want: { error: 0, warning: 1, notice: 1 } },
    { share: '0', want: { error: 0, warning: 0, notice: 0 } },
    { share: '99', want: { error: 9, warning: 10, notice: 10 } },
    { share: '-1', want: { error: 9, warning: 10, notice: 10 } },
    { share: 'many', want: { error: 9, warning: 10, notice: 10 } },
  ])('with a share of $share leaves room for its sentence', ({ share, want }) => {
    expect(planBudget(share)).toEqual(want);
  });

  it('says how many did not fit into its share', () => {
    const shown = budgetAnnotations(errors(25), planBudget('4'));
    expect(shown.map(({ message }) => message)).toEqual([
      'a.go 0',
      'a.go 1',
      '23 more; the job summary lists them all.',
    ]);
  });
});

describe('budgetAnnotations', () => {
  it('shows all when they fit', () => expect(budgetAnnotations(errors(10))).toHaveLength(10));

  it('keeps ten a level, the last one saying how many more there are', () => {
    const shown = budgetAnnotations([...errors(25), { level: 'warning', message: 'w' }]);
    expect(shown.filter(({ level }) => level === 'error')).toHaveLength(10);
    expect(shown[9]).toEqual({ level: 'error', message: '16 more; the job summary lists them all.' });
    expect(shown[10]?.message).toBe('w');
  });

  it('spreads over files before it repeats one', () => {
    const shown = budgetAnnotations([...errors(20, 'a.go'), ...errors(20, 'b.go'), ...errors(1, 'c.go')]);
    expect(shown.slice(0, 5).map(({ message }) => message)).toEqual([
      'a.go 0',
      'b.go 0',
      'c.go 0',
      'a.go 1',
      'b.go 1',
    ]);
  });

  it('keeps the order inside of a file and between first appearances', () => {
    const found = [...errors(2, 'b.go'), ...errors(3, 'a.go'), ...errors(9, 'c.go')];
    const shown = budgetAnnotations(found, 7).map(({ message }) => message);
    expect(shown.slice(0, 6)).toEqual(['b.go 0', 'a.go 0', 'c.go 0', 'b.go 1', 'a.go 1', 'c.go 1']);
  });

  it.each([
    { limit: { error: 3 }, want: 3 },
    { limit: { error: 1 }, want: 1 },
    { limit: { error: 0 }, want: 0 },
    { limit: {}, want: 10 },
    { limit: 25, want: 25 },
    { limit: 0, want: 0 },
  ])('leaves the places that others need: $limit', ({ limit, want }) =>
    expect(budgetAnnotations(errors(25), limit)).toHaveLength(want),
  );

  it('is never empty when something was found, whatever the number', () => {
    for (let count = 1; count < 40; count++) {
      const shown = budgetAnnotations(errors(count));
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.length).toBeLessThanOrEqual(10);
    }
  });

  it('shows a message of 4,000 characters as it is, and the beginning of a longer one', () => {
    const [whole, cut] = budgetAnnotations([
      { level: 'error', message: 'x'.repeat(4_000) },
      { level: 'error', message: 'y'.repeat(4_001), title: 't' },
    ]);
    expect(whole?.message).toBe('x'.repeat(4_000));
    expect(cut).toEqual({ level: 'error', message: `${'y'.repeat(3_998)} …`, title: 't' });
  });

  it('cuts long messages below the 4,096 characters that GitHub keeps', () => {
    expect(
      budgetAnnotations([{ level: 'error', message: 'x'.repeat(9_000) }])[0]?.message.length,
    ).toBeLessThan(4_096);
  });
});
