import { describe, expect, it } from 'vitest';
import { findHoles } from '../../../../actions/coverage-gate/src/judge/completeness.ts';
import type { TestEvent } from '../../../../actions/coverage-gate/src/tests/test-log.ts';
import { failed, logOf } from '../tests/events.ts';

describe('findHoles', () => {
  const facts = {
    listed: [{ importPath: 'm/p', hasStatements: true }],
    results: [],
    profiled: new Set(['m/p']),
    unmapped: [],
    overlap: undefined,
    everyPackageProfiled: true,
    testsCovered: true,
    cancelled: false,
  };
  const resultOf = (events: Partial<TestEvent>[]) => logOf(events).results;
  const coverage: Partial<TestEvent> = { Action: 'output', Output: 'coverage: 10.0% of statements\n' };
  const rows = [
    {
      name: 'nothing to say',
      facts: { ...facts, results: resultOf([coverage, { Action: 'pass' }]) },
      want: [],
    },
    {
      name: 'failing tests are no hole',
      facts: { ...facts, results: resultOf([coverage, failed]) },
      want: [],
    },
    {
      name: 'a coverage line of Go 1.20, behind the package, is none either',
      facts: {
        ...facts,
        results: resultOf([
          { Action: 'output', Output: '\tm/p\tcoverage: 10.0% of statements\n' },
          { Action: 'pass' },
        ]),
      },
      want: [],
    },
    {
      name: 'a panic is one',
      facts: { ...facts, profiled: new Set(['m/q']), results: resultOf([failed]) },
      want: [{ what: 'm/p', why: expect.stringContaining('panic') }],
    },
    {
      name: 'an early os.Exit(0) is one',
      facts: { ...facts, results: resultOf([{ Action: 'pass' }]) },
      want: [{ what: 'm/p', why: expect.stringContaining('os.Exit') }],
    },
    {
      name: 'a missing package is one',
      facts: { ...facts, profiled: new Set(['m/q']) },
      want: [{ what: 'm/p', why: 'is missing from the profile' }],
    },
    {
      name: 'not when it has no statements',
      facts: { ...facts, listed: [{ importPath: 'm/p', hasStatements: false }], profiled: new Set<string>() },
      want: [],
    },
    {
      name: 'an empty profile is one',
      facts: { ...facts, profiled: new Set<string>() },
      want: [{ what: 'the profile', why: 'is empty' }],
    },
    {
      name: 'an unknown file is one',
      facts: { ...facts, unmapped: ['x/y.go'] },
      want: [{ what: 'x/y.go', why: expect.stringContaining('no file') }],
    },
    {
      name: 'overlapping blocks are one',
      facts: { ...facts, overlap: { file: 'm/p/x.go', line: 3 } },
      want: [{ what: 'm/p/x.go:3', why: expect.stringContaining('different Go versions') }],
    },
    {
      name: 'a cancelled run is one',
      facts: { ...facts, cancelled: true },
      want: [{ what: 'the run', why: expect.stringContaining('cancelled') }],
    },
  ];
  it.each(rows)('$name', (row) => {
    expect(findHoles(row.facts)).toEqual(row.want);
  });
});
