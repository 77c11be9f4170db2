import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../actions/pr-report/src/lint-claim.ts';
import { planSuggestions, type Suggestion } from '../../../actions/pr-report/src/suggestions.ts';
import { GOFMT, PATCH } from './scene.ts';

const FINDING = { ...GOFMT, standing: 'new', severity: 'error' } as Finding;

const facts = { files: [{ path: 'app.go', patch: PATCH }], upToDate: true, marker: '<!-- m' };

const suggest = (fix: Finding['fix'], patch = PATCH) =>
  planSuggestions([{ ...FINDING, fix }], { ...facts, files: [{ path: 'app.go', patch }] });

const block = (body: string | undefined) => /```suggestion\n([\s\S]*)```\n$/.exec(body ?? '')?.[1];

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
