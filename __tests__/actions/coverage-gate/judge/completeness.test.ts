import { describe, expect, it } from 'vitest';
import { findHoles, type RunFacts } from '../../../../actions/coverage-gate/src/judge/completeness.ts';
import type { TestEvent } from '../../../../actions/coverage-gate/src/tests/test-event.ts';
import type { PackageResult } from '../../../../actions/coverage-gate/src/tests/test-results.ts';
import { failed, logOf } from '../tests/events.ts';

describe('findHoles', () => {
  const listed = { importPath: 'm/p', hasStatements: true, hasTests: true, declaresTests: () => false };
  const facts: RunFacts = {
    listed: [listed],
    results: [],
    ownRun: false,
    profiled: new Set(['m/p']),
    unmapped: [],
    overlap: undefined,
    everyPackageProfiled: true,
    writers: undefined,
    cancelled: false,
    filtered: false,
  };
  const resultOf = (events: Partial<TestEvent>[], wroteProfile?: boolean): PackageResult[] =>
    logOf(events).results.map((result) => Object.assign(result, { wroteProfile }));
  const run: Partial<TestEvent> = { Action: 'run', Test: 'TestA' };
  const pass: Partial<TestEvent> = { Action: 'pass' };
  const lie: Partial<TestEvent> = { Action: 'output', Output: 'coverage: 10.0% of statements\n' };
  const testful = { ...listed, declaresTests: () => true };
  const idle = { ownRun: true, results: resultOf([pass]) };
  const rows: { name: string; facts: Partial<RunFacts>; want: unknown[] }[] = [
    { name: 'nothing to say', facts: { results: resultOf([pass], true) }, want: [] },
    { name: 'failing tests are no hole', facts: { results: resultOf([failed], true) }, want: [] },
    {
      name: 'a test program that wrote nothing is one, whatever it printed',
      facts: { results: resultOf([lie, pass], false) },
      want: [{ what: 'm/p', why: expect.stringContaining('os.Exit') }],
    },
    {
      name: 'a panic is one',
      facts: { results: resultOf([run, failed], false) },
      want: [{ what: 'm/p', why: expect.stringContaining('panic') }],
    },
    {
      name: 'a test that had not ended is one, also where its coverage was written (time-out)',
      facts: { results: resultOf([run, failed], true) },
      want: [{ what: 'm/p', why: expect.stringContaining('time-out') }],
    },
    {
      name: 'a test without an end is none where the coverage proves it (os.Stdout is closed)',
      facts: { results: resultOf([run, pass], true) },
      want: [],
    },
    {
      name: 'a test without an end is one where nothing else can tell',
      facts: { results: resultOf([run, pass]) },
      want: [{ what: 'm/p', why: expect.stringContaining('while TestA ran') }],
    },
    {
      name: 'a benchmark never has an end',
      facts: { results: resultOf([{ Action: 'run', Test: 'BenchmarkA' }, pass]) },
      want: [],
    },
    {
      name: 'a package of which go said nothing is one',
      facts: { ownRun: true },
      want: [{ what: 'm/p', why: expect.stringContaining('not tested') }],
    },
    {
      name: 'a missing package is one',
      facts: { profiled: new Set(['m/q']) },
      want: [{ what: 'm/p', why: 'is missing from the profile' }],
    },
    {
      name: 'a missing package without tests says why',
      facts: { profiled: new Set(['m/q']), listed: [{ ...listed, hasTests: false }] },
      want: [{ what: 'm/p', why: expect.stringContaining('Go before 1.22') }],
    },
    {
      name: 'a package without statements is none',
      facts: { listed: [{ ...listed, hasStatements: false }], profiled: new Set<string>() },
      want: [],
    },
    {
      name: 'an empty profile is one',
      facts: { profiled: new Set<string>() },
      want: [{ what: 'the profile', why: 'is empty' }],
    },
    {
      name: 'an unknown file is one',
      facts: { unmapped: ['x/y.go'] },
      want: [{ what: 'x/y.go', why: expect.stringContaining('not a file') }],
    },
    {
      name: 'overlapping blocks are one',
      facts: { overlap: { file: 'm/p/x.go', line: 3 } },
      want: [{ what: 'm/p/x.go:3', why: expect.stringContaining('different Go versions') }],
    },
    {
      name: 'missing writers are one when nobody is to blame',
      facts: { writers: { expected: 3, found: 2 } },
      want: [{ what: 'the profile', why: 'has the coverage of 2 of 3 test programs only' }],
    },
    {
      name: 'all writers are none',
      facts: { writers: { expected: 3, found: 3 } },
      want: [],
    },
    {
      name: 'a missing writer is said once, of the package that is to blame',
      facts: { results: resultOf([run, failed], false), writers: { expected: 3, found: 2 } },
      want: [{ what: 'm/p', why: expect.stringContaining('panic') }],
    },
    {
      name: 'a package that passed without one of its tests is one, with statements or without',
      facts: { ...idle, listed: [{ ...listed, hasStatements: false, declaresTests: () => true }] },
      want: [{ what: 'm/p', why: expect.stringContaining('none of them ran') }],
    },
    { name: 'it is none where no test is declared', facts: idle, want: [] },
    {
      name: 'it is none where a flag chooses among the tests',
      facts: { ...idle, listed: [testful], filtered: true },
      want: [],
    },
    {
      name: 'it is none where the tests ran elsewhere',
      facts: { ...idle, listed: [testful], ownRun: false },
      want: [],
    },
    {
      name: 'it is none where a test ran',
      facts: { ...idle, listed: [testful], results: resultOf([{ ...run, Action: 'skip' }, pass]) },
      want: [],
    },
    {
      name: 'it is none where its coverage was written',
      facts: { ...idle, listed: [testful], results: resultOf([pass], true) },
      want: [],
    },
    {
      name: 'it is none where it failed',
      facts: { ...idle, listed: [testful], results: resultOf([failed]) },
      want: [],
    },
    {
      name: 'it is said once where its profile is missing too',
      facts: { ...idle, listed: [testful], results: resultOf([pass], false) },
      want: [{ what: 'm/p', why: expect.stringContaining('os.Exit') }],
    },
    {
      name: 'it is none where one of two modules of its path has no test',
      facts: { ...idle, listed: [testful, listed] },
      want: [],
    },
    {
      name: 'a cancelled run is one',
      facts: { cancelled: true },
      want: [{ what: 'the run', why: expect.stringContaining('cancelled') }],
    },
  ];
  it.each(rows)('$name', (row) => {
    expect(findHoles({ ...facts, ...row.facts })).toEqual(row.want);
  });
});
