import { describe, expect, it } from 'vitest';
import { parsePercent } from '../../../../actions/coverage-gate/src/percent.ts';
import { listAnnotations } from '../../../../actions/coverage-gate/src/report/annotations.ts';
import type { Failure } from '../../../../actions/coverage-gate/src/tests/failure.ts';

const failure = (changes: Partial<Failure>, test = 'TestA'): Failure => ({
  kind: 'test',
  package: 'm/p',
  ...(test && { test }),
  message: 'got 1',
  output: '',
  places: [],
  ...changes,
});
const place = (line: number, message = '') => ({ file: 'p/a_test.go', line, message });
const none = { reason: 'no base' };
const off = parsePercent('0');

describe('listAnnotations', () => {
  it.each<{ name: string; failures: Failure[]; want: object[] }>([
    {
      name: 'each message of a test at its line',
      failures: [failure({ places: [place(3, 'one'), place(4)] })],
      want: [
        { title: 'TestA failed', line: 3, message: 'one' },
        { title: 'TestA failed', line: 4, message: 'got 1' },
      ],
    },
    {
      name: 'a stack is one event',
      failures: [failure({ kind: 'panic', places: [place(3), place(4)] })],
      want: [{ title: 'TestA panicked', line: 3 }],
    },
    {
      name: 'a failure without a place names its package',
      failures: [failure({ kind: 'package' }, '')],
      want: [{ title: 'm/p failed', message: 'm/p: got 1' }],
    },
    {
      name: 'what does not compile breaks several packages, and is said once',
      failures: ['m/a', 'm/b'].map((pkg) =>
        failure({ kind: 'build', package: pkg, places: [place(3, 'no')] }, ''),
      ),
      want: [{ title: 'm/a does not build', line: 3, message: 'no' }],
    },
    { name: 'what ran beside a race has none', failures: [failure({ beside: true })], want: [] },
  ])('$name', ({ failures, want }) => {
    const found = listAnnotations(failures, none, off);
    expect(found).toHaveLength(want.length);
    expect(found).toMatchObject(want.map((annotation) => ({ level: 'error', ...annotation })));
  });

  it('warns about changed lines behind the failures, where they have a minimum', () => {
    const uncovered = [
      { start: 5, end: 5 },
      { start: 7, end: 9 },
    ];
    const patch = {
      count: { covered: 0, statements: 4 },
      files: [{ path: 'p/a.go', count: { covered: 0, statements: 4 }, uncovered }],
    };
    const [first, ...warnings] = listAnnotations([failure({})], patch, parsePercent('1'));
    expect(first?.level).toBe('error');
    expect(warnings).toMatchObject([
      { level: 'warning', file: 'p/a.go', line: 5, endLine: 5, message: expect.stringContaining('Line 5:') },
      { level: 'warning', line: 7, endLine: 9, message: expect.stringContaining('Lines 7 to 9:') },
    ]);
    expect(listAnnotations([], patch, off)).toEqual([]);
  });
});
