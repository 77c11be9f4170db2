import { describe, expect, it } from 'vitest';
import { parseHunks } from '../../../actions/pr-report/src/diff-lines.ts';
import type { Finding } from '../../../actions/pr-report/src/lint-claim.ts';
import { planWrites } from '../../../actions/pr-report/src/plan.ts';
import { planSuggestions, type Suggestion } from '../../../actions/pr-report/src/suggestions.ts';
import { GOFMT, PATCH } from './scene.ts';

const FINDING = { ...GOFMT, standing: 'new', severity: 'error' } as Finding;
const facts = { files: [{ path: 'app.go', patch: PATCH }], upToDate: true, marker: '<!-- m' };
const suggest = (fix: Finding['fix'], patch = PATCH) =>
  planSuggestions([{ ...FINDING, fix }], { ...facts, files: [{ path: 'app.go', patch }] });
const block = (body: string | undefined) => /```suggestion\n([\s\S]*)```\n$/.exec(body ?? '')?.[1];

describe('parseHunks', () => {
  it('reads the new side only, whatever stands on the lines', () => {
    const patch =
      '@@ -1 +1,2 @@ func x() {\n-old\n+@@ -1 +9 @@\n \n\\ No newline at end of file\n@@ -9,0 +10 @@\n+++ x';
    expect(parseHunks(patch)).toEqual([
      { start: 1, lines: ['@@ -1 +9 @@', ''] },
      { start: 10, lines: ['++ x'] },
    ]);
  });
});

describe('planSuggestions', () => {
  const rows: { name: string; fix: Finding['fix']; want: { start: number; line: number; text: string } }[] = [
    {
      name: 'replaces a line',
      fix: { start: 4, end: 4, text: '\treturn 1\n' },
      want: { start: 4, line: 4, text: '\treturn 1\n' },
    },
    {
      name: 'replaces several',
      fix: { start: 4, end: 6, text: 'x\n' },
      want: { start: 4, line: 6, text: 'x\n' },
    },
    { name: 'deletes lines', fix: { start: 5, end: 6, text: '' }, want: { start: 5, line: 6, text: '' } },
    {
      name: 'inserts with the line behind',
      fix: { start: 3, end: 2, text: '// A is.\n' },
      want: { start: 3, line: 3, text: '// A is.\nfunc A() int {\n' },
    },
    {
      name: 'ends the last line',
      fix: { start: 6, end: 6, text: 'var x = 2' },
      want: { start: 6, line: 6, text: 'var x = 2\n' },
    },
  ];
  it.each(rows)('$name', ({ fix, want }) => {
    const [{ start, line, body } = {} as Suggestion] = suggest(fix);
    expect({ start, line, text: block(body) }).toEqual(want);
  });

  it('never reaches over two hunks', () => {
    const patch = '@@ -1 +1 @@\n+a\n@@ -9 +2 @@\n+b';
    expect(suggest({ start: 1, end: 2, text: 'x\n' }, patch)).toEqual([]);
  });

  it('keeps its key when the lines move, and tells equal lines apart', () => {
    const moved = PATCH.replace('@@ -1,2 +1,6 @@', '@@ -1,2 +101,6 @@');
    const fix = { start: 4, end: 4, text: '\treturn 1\n' };
    const key = suggest(fix)[0]?.key;
    expect(suggest({ ...fix, start: 104, end: 104 }, moved)[0]?.key).toBe(key);
    const twice = '@@ -1 +1,2 @@\n+ x\n+ x';
    const both = [1, 2].map((line) => ({ ...FINDING, fix: { start: line, end: line, text: '\tx\n' } }));
    const keys = planSuggestions(both, { ...facts, files: [{ path: 'app.go', patch: twice }] }).map(
      (one) => one.key,
    );
    expect(new Set(keys).size).toBe(2);
  });

  it('leaves known findings, other files and files without a patch to the annotations', () => {
    expect(
      planSuggestions(
        [
          { ...FINDING, standing: 'known' },
          { ...FINDING, file: 'b.go' },
        ],
        facts,
      ),
    ).toEqual([]);
    expect(planSuggestions([FINDING], { ...facts, files: [{ path: 'app.go', patch: undefined }] })).toEqual(
      [],
    );
  });
});

describe('planWrites', () => {
  const suggestion = (key: string): Suggestion => ({ key, path: 'a', start: 1, line: 1, body: '' });
  const there = (key: string, outdated = false) => ({ id: `id-${key}`, key, outdated });
  const rows: {
    name: string;
    suggestions: ReturnType<typeof there>[];
    wanted: string[] | undefined;
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
      name: 'calls nothing resolved when nothing is known',
      suggestions: [there('a')],
      wanted: undefined,
      add: [],
      fold: [],
    },
  ];
  it.each(rows)('$name', ({ suggestions, wanted, add, fold }) => {
    const plan = planWrites(
      { comments: [], suggestions },
      { body: undefined, suggestions: wanted?.map(suggestion) },
    );
    expect({
      add: plan.add.map(({ key }) => key),
      fold: plan.fold.map(({ id, why }) => `${id} ${why}`),
    }).toEqual({ add, fold });
  });

  it('knows its comment as GitHub keeps it', () => {
    const comments = [{ id: 'IC_1', body: 'a\r\nb' }];
    const plan = planWrites({ comments, suggestions: [] }, { body: 'a\nb\n', suggestions: undefined });
    expect(plan.comment).toEqual({ do: 'leave', there: true });
  });
});
