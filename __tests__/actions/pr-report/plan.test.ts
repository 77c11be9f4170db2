import { describe, expect, it } from 'vitest';
import { planWrites } from '../../../actions/pr-report/src/plan.ts';
import type { Suggestion } from '../../../actions/pr-report/src/suggestions.ts';

describe('planWrites', () => {
  const suggestion = (key: string): Suggestion => ({ key, path: 'a', start: 1, line: 1, body: '' });
  const there = (key: string, outdated = false) => ({ id: `id-${key}`, key, outdated });
  const rows: {
    name: string;
    suggestions: ReturnType<typeof there>[];
    wanted: string[] | undefined;
    allKnown?: boolean;
    add: string[];
    fold: string[];
  }[] = [
    { name: 'adds what is new', suggestions: [], wanted: ['a', 'b'], add: ['a', 'b'], fold: [] },
    { name: 'keeps what is there', suggestions: [there('a')], wanted: ['a'], add: [], fold: [] },
    { name: 'folds what is gone', suggestions: [there('a')], wanted: [], add: [], fold: ['id-a RESOLVED'] },
    {
      name: 'says it again where the old lines are gone',
      suggestions: [there('a', true)],
      wanted: ['a'],
      add: ['a'],
      fold: ['id-a OUTDATED'],
    },
    {
      name: 'folds the second of two',
      suggestions: [there('a'), { ...there('a'), id: 'twin' }],
      wanted: ['a'],
      add: [],
      fold: ['twin DUPLICATE'],
    },
    {
      name: 'calls nothing resolved while a call has said nothing of findings, and adds all the same',
      suggestions: [there('a')],
      wanted: ['b'],
      allKnown: false,
      add: ['b'],
      fold: [],
    },
    {
      name: 'calls nothing resolved when nothing is known',
      suggestions: [there('a')],
      wanted: undefined,
      add: [],
      fold: [],
    },
  ];
  it.each(rows)('$name', ({ suggestions, wanted, allKnown = true, add, fold }) => {
    const plan = planWrites(
      { comments: [], suggestions },
      { body: undefined, suggestions: wanted?.map(suggestion), allKnown },
    );
    expect({
      add: plan.add.map(({ key }) => key),
      fold: plan.fold.map(({ id, why }) => `${id} ${why}`),
    }).toEqual({ add, fold });
  });

  it('knows its comment as GitHub keeps it', () => {
    const comments = [{ id: 'IC_1', body: 'a\r\nb', folded: false }];
    const wanted = { body: 'a\nb\n', suggestions: undefined, allKnown: true };
    const plan = planWrites({ comments, suggestions: [] }, wanted);
    expect(plan.comment).toEqual({ do: 'leave', there: true });
  });
});
