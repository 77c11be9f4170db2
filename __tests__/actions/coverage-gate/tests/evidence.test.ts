import { expect, it } from 'vitest';
import { noteWriters, type TestEvidence } from '../../../../actions/coverage-gate/src/tests/evidence.ts';
import type { TestEvent } from '../../../../actions/coverage-gate/src/tests/test-event.ts';
import { logOf, test } from './events.ts';

const pass: Partial<TestEvent> = { Action: 'pass' };
const failed: Partial<TestEvent> = { Action: 'fail' };
/** How packages end, by name. */
const ENDS: Readonly<Record<string, Partial<TestEvent>[]>> = {
  passed: [...test('TestA', [], 'pass'), pass],
  failed: [...test('TestA', []), failed],
  cut: [...test('TestA', [], null), pass],
  silent: [pass],
  crashed: [...test('TestA', [], null), failed],
};
const resultsOf = (names: readonly string[]) =>
  logOf(names.flatMap((name) => (ENDS[name] ?? []).map((event) => ({ ...event, Package: name })))).results;
const evidence = (more: Partial<TestEvidence>): TestEvidence => ({
  packages: new Set(),
  writers: undefined,
  hasStatements: () => true,
  hasTestFiles: () => true,
  ...more,
});

it('without coverpkg the profile names who wrote', () => {
  const results = resultsOf(['passed', 'failed', 'silent']);
  noteWriters(
    results,
    evidence({ packages: new Set(['passed']), hasStatements: (path) => path !== 'silent' }),
  );
  expect(results.map(({ wroteProfile }) => wroteProfile)).toEqual([true, false, undefined]);
});

it.each([
  { name: 'everybody', ends: ['passed', 'cut', 'silent'], writers: 3, wrote: [true, true, true] },
  {
    name: 'all that look like it',
    ends: ['passed', 'failed', 'cut', 'crashed'],
    writers: 2,
    wrote: [true, true, false, false],
  },
  {
    name: 'one of two that look like it',
    ends: ['passed', 'cut', 'silent'],
    writers: 2,
    wrote: [true, 'perhaps', 'perhaps'],
  },
  { name: 'one that failed without an end', ends: ['cut', 'crashed'], writers: 1, wrote: ['perhaps', false] },
  {
    name: 'that one, and one of two more',
    ends: ['cut', 'silent', 'crashed'],
    writers: 1,
    wrote: ['perhaps', 'perhaps', false],
  },
  {
    name: 'never one whose tests all ended',
    ends: ['passed', 'failed'],
    writers: 1,
    wrote: ['perhaps', 'perhaps'],
  },
])('with coverpkg the number of writers tells: $name', ({ ends, writers, wrote }) => {
  const results = resultsOf(ends);
  expect(noteWriters(results, evidence({ writers }))).toEqual({ expected: ends.length, found: writers });
  expect(results.map(({ wroteProfile }) => wroteProfile)).toEqual(wrote);
});
