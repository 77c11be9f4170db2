import { describe, expect, it } from 'vitest';
import { parseOverrides } from '../../../../actions/coverage-gate/src/judge/overrides.ts';
import {
  type Facts,
  type FallPolicy,
  judge,
  type Policy,
} from '../../../../actions/coverage-gate/src/judge/verdict.ts';
import { parsePercent } from '../../../../actions/coverage-gate/src/percent.ts';
import { groupByPackage } from '../../../../actions/coverage-gate/src/source/file-coverage.ts';
import type { Failure } from '../../../../actions/coverage-gate/src/tests/failure.ts';
import { coverSource, maxFile } from '../max-file.ts';

const off = parsePercent('0');
const POLICY: Policy = {
  minTotal: off,
  minPatch: off,
  minPackage: off,
  minFile: off,
  minPatchStatements: 0,
  requireIgnoreReason: false,
  overrides: [],
};
const FALL: FallPolicy = { ratchet: 'off', tolerance: off };
const FACTS: Facts = {
  holes: [],
  failures: [],
  total: { covered: 799, statements: 1000 },
  partial: undefined,
  patch: { reason: 'a push', failed: false },
  missingBase: undefined,
  packages: [],
  baseline: undefined,
};
const failure = (kind: Failure['kind'], test?: string): Failure => ({
  kind,
  package: 'm/p',
  ...(test && { test }),
  message: '',
  output: '',
  places: [],
});
const patchOf = (covered: number, statements: number) => ({ count: { covered, statements }, files: [] });

describe('judge', () => {
  it.each<{ name: string; facts?: Partial<Facts>; policy?: Partial<Policy>; result: string; says: string }>([
    { name: 'no minimum', result: 'pass', says: '79.90 % of statements are covered.' },
    {
      name: 'a minimum that is met exactly',
      policy: { minTotal: parsePercent('79.9') },
      result: 'pass',
      says: '79.90 %',
    },
    {
      name: 'a minimum that is missed by one statement',
      policy: { minTotal: parsePercent('80') },
      result: 'fail',
      says: 'The total is 79.90 % covered, below 80 % (1 more statement needed).',
    },
    {
      name: 'a hole is before all other reasons, and what failed is told with it',
      facts: {
        holes: [
          { what: 'm/p', why: 'did not build' },
          { what: 'm/q', why: 'did not build' },
        ],
        failures: [failure('build')],
      },
      policy: { minTotal: parsePercent('80') },
      result: 'incomplete',
      says: 'The coverage is incomplete: m/p did not build (and 1 more); 1 package did not build.',
    },
    {
      name: 'failing tests',
      facts: { failures: [failure('test', 'TestA'), failure('test', 'TestA'), failure('panic', 'TestB')] },
      result: 'fail',
      says: '2 tests failed.',
    },
    {
      name: 'a test that raced is its race’s',
      facts: { failures: [failure('race', 'TestA'), failure('test', 'TestA')] },
      result: 'fail',
      says: '1 data race.',
    },
    {
      name: 'packages that failed outside of their tests',
      facts: { failures: [failure('package'), failure('exit')] },
      result: 'fail',
      says: '2 packages failed outside of their tests.',
    },
    {
      name: 'a part of the project is not judged, and does not count as met by itself',
      facts: { partial: { reason: 'only two packages ran', met: false } },
      policy: { minTotal: parsePercent('1') },
      result: 'fail',
      says: 'The total was not judged: only two packages ran.',
    },
    {
      name: 'a part that need not be judged',
      facts: { partial: { reason: 'only two packages ran', met: true } },
      policy: { minTotal: parsePercent('99') },
      result: 'pass',
      says: '79.90 % of statements are covered in the packages that ran.',
    },
    {
      name: 'changed lines below their minimum',
      facts: { patch: patchOf(8, 9) },
      policy: { minPatch: parsePercent('90') },
      result: 'fail',
      says: 'The changed lines are 88.88 % covered, below 90 % (1 more statement needed).',
    },
    {
      name: 'changed lines that git could not tell are not met',
      facts: { patch: { reason: 'git failed', failed: true } },
      policy: { minPatch: parsePercent('1') },
      result: 'fail',
      says: 'The changed lines were not measured: git failed.',
    },
    {
      name: 'no changed lines, where there is no change',
      facts: { patch: { reason: 'a push', failed: false } },
      policy: { minPatch: parsePercent('90') },
      result: 'pass',
      says: '79.90 %',
    },
    {
      name: 'fewer changed statements than count',
      facts: { patch: patchOf(0, 4) },
      policy: { minPatch: parsePercent('90'), minPatchStatements: 5 },
      result: 'pass',
      says: '0.00 % of the changed ones',
    },
    {
      name: 'as many changed statements as count',
      facts: { patch: patchOf(0, 5) },
      policy: { minPatch: parsePercent('90'), minPatchStatements: 5 },
      result: 'fail',
      says: '5 more statements needed',
    },
    {
      name: 'a base that is missing where there has to be one',
      facts: { missingBase: 'the clone is shallow' },
      result: 'fail',
      says: 'There is no base to compare with: the clone is shallow.',
    },
  ])('$name', ({ facts, policy, result, says }) => {
    const verdict = judge({ ...FACTS, ...facts }, { ...POLICY, ...policy }, FALL);
    expect(verdict.sentence).toContain(says);
    expect(verdict.result).toBe(result);
  });

  const packages = groupByPackage([maxFile().file]);

  it('packages and files have minimums of their own, and the last override that matches wins', () => {
    const minimums = { minPackage: parsePercent('40'), minFile: parsePercent('60') };
    const { checks } = judge({ ...FACTS, packages }, { ...POLICY, ...minimums }, FALL);
    expect(checks.map(({ kind, subject, met }) => [kind, subject, met])).toEqual([
      ['package', 'example.com/m/p', true],
      ['file', 'p/max.go', false],
    ]);
    const overrides = parseOverrides('"**": 90\n"p/*.go": 50\n');
    const overridden = judge({ ...FACTS, packages }, { ...POLICY, ...minimums, overrides }, FALL);
    expect(overridden.checks.map(({ minimum, met }) => [minimum.text, met])).toEqual([
      ['90', false],
      ['50', true],
    ]);
  });

  it('names three minimums that are missed, and counts the rest', () => {
    const paths = ['a.go', 'b.go', 'c.go', 'd.go', 'e.go'];
    const files = paths.map((path) => maxFile({ path, name: `m/${path}` }).file);
    const facts = { ...FACTS, packages: groupByPackage(files) };
    const { sentence } = judge(facts, { ...POLICY, minFile: parsePercent('60') }, FALL);
    expect(sentence).toContain('c.go is 50.00 %');
    expect(sentence).not.toContain('d.go');
    expect(sentence).toContain('2 more minimums are missed');
  });

  it('a fall against the base fails, within the tolerance it does not', () => {
    const record = {
      commit: 'abc',
      conditions: {},
      packages: new Map(),
      total: { covered: 800, statements: 1000 },
    } as unknown as Extract<Facts['baseline'], { found: true }>['record'];
    const facts: Facts = { ...FACTS, baseline: { found: true, record, computed: false } };
    const fallen = judge(facts, POLICY, { ratchet: 'percent', tolerance: off });
    expect(fallen).toMatchObject({ result: 'fail', ratchet: { met: false, delta: '-0.10' } });
    expect(fallen.sentence).toContain('The coverage fell: -0.10 points against 80.00 %.');
    expect(judge(facts, POLICY, { ratchet: 'percent', tolerance: parsePercent('0.1') }).result).toBe('pass');
    expect(judge(facts, POLICY, { ratchet: 'uncovered', tolerance: off }).sentence).toContain(
      '200 before, 201 now',
    );
    expect(judge(facts, POLICY, FALL).ratchet).toBeUndefined();
  });

  it('a comment that leaves code out without a reason fails where one is required', () => {
    const { file } = coverSource('package p\n\nfunc F() {\n\tpanic(1) //coverage:ignore\n}\n', [
      [3, 10, 5, 2, 1, 0],
    ]);
    const facts = { ...FACTS, packages: groupByPackage([file]) };
    expect(judge(facts, POLICY, FALL).result).toBe('pass');
    const verdict = judge(facts, { ...POLICY, requireIgnoreReason: true }, FALL);
    expect(verdict).toMatchObject({ result: 'fail', ignoresWithoutReason: ['p/max.go:4'] });
  });
});
