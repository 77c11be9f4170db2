import { expect, it } from 'vitest';
import type { TestEvent } from '../../../../actions/coverage-gate/src/tests/test-event.ts';
import {
  hidesFailure,
  isFailed,
  listUnfinished,
} from '../../../../actions/coverage-gate/src/tests/test-results.ts';
import { failed, logOf, test } from './events.ts';

const pass: Partial<TestEvent> = { Action: 'pass' };
const paused: Partial<TestEvent>[] = [
  { Action: 'run', Test: 'TestWaits' },
  { Action: 'pause', Test: 'TestWaits' },
];

const rows: { name: string; events: Partial<TestEvent>[]; failed: string[]; unfinished: string[] }[] = [
  { name: 'its own word', events: [...test('TestA', []), failed], failed: ['TestA'], unfinished: [] },
  {
    name: 'no word, and its package failed',
    events: [...test('TestA', [], null), failed],
    failed: ['TestA'],
    unfinished: ['TestA'],
  },
  {
    name: 'no word, beside one that failed',
    events: [...test('TestA', [], null), ...test('TestB', []), failed],
    failed: ['TestB'],
    unfinished: ['TestA'],
  },
  {
    name: 'it waited for its turn',
    events: [...paused, ...test('TestA', []), failed],
    failed: ['TestA'],
    unfinished: ['TestWaits'],
  },
  { name: 'a word against its package’s', events: [...test('TestA', []), pass], failed: [], unfinished: [] },
  {
    name: 'go’s last line is given to the last test',
    events: [...test('TestA', ['ok  \tm/p\t0.1s\n'], 'pass')],
    failed: [],
    unfinished: ['TestA'],
  },
  {
    name: 'go’s last line is given to a last test that has reported its failure',
    events: [...test('TestA', []), ...test('TestB', ['--- FAIL: TestB (0.00s)\n', 'FAIL\tm/p\t0.1s\n'])],
    failed: ['TestA', 'TestB'],
    unfinished: [],
  },
  {
    name: 'a benchmark never ends',
    events: [...test('BenchmarkA', [], null), failed],
    failed: [],
    unfinished: [],
  },
];
it.each(rows)('isFailed, listUnfinished: $name', ({ events, failed: wanted, unfinished }) => {
  const [pkg] = logOf(events).results;
  const names = (tests: readonly { name: string }[]) => tests.map(({ name }) => name);
  expect(pkg && names(pkg.tests.filter((one) => isFailed(one, pkg)))).toEqual(wanted);
  expect(pkg && names(listUnfinished(pkg))).toEqual(unfinished);
});

it.each([
  { name: 'with a TestMain', functions: ['TestMain', 'TestA'], want: true },
  { name: 'without one', functions: ['TestA'], want: false },
  { name: 'of a test that nobody declares', functions: ['TestMain', 'TestB'], want: false },
])('a failure in a package that passed, $name, is hidden: $want', ({ functions, want }) => {
  const [pkg] = logOf([...test('TestA', []), pass]).results;
  expect(pkg && hidesFailure(pkg, () => functions)).toBe(want);
});
