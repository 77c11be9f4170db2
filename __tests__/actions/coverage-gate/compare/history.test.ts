import { describe, expect, it } from 'vitest';
import {
  extendHistory,
  type HistoryPoint,
  makePoint,
} from '../../../../actions/coverage-gate/src/compare/history.ts';
import {
  makeRecord,
  parseRecord,
  renderRecord,
} from '../../../../actions/coverage-gate/src/compare/record.ts';
import { maxFile } from '../max-file.ts';

const point = (commit: string): HistoryPoint => ({
  commit: commit.padEnd(40, '0'),
  time: 1_790_000_000,
  total: [2, 4],
  tests: 3,
  seconds: 1.5,
  slowest: [['m/p.TestA', 1.25]],
  flaky: ['m/p.TestB'],
});

describe('extendHistory', () => {
  it('keeps the newest, and a commit that ran again once', () => {
    const many = Array.from({ length: 300 }, (_, i) => point(i.toString(16)));
    expect(extendHistory(many, point('fff'))).toHaveLength(200);
    expect(
      extendHistory([point('a'), point('b')], { ...point('a'), tests: 9 }).map(({ tests }) => tests),
    ).toEqual([3, 9]);
  });
});

it('a record carries its history, and one without stays readable', () => {
  const { file } = maxFile();
  const conditions = {
    go: '1.26',
    total: 'statements',
    coverpkg: '',
    tags: '',
    excludeGenerated: true,
  } as const;
  const record = makeRecord('a'.repeat(40), conditions, [file], [], new Map(), [point('1'), point('2')]);
  expect(parseRecord(renderRecord(record))?.history).toEqual([point('1'), point('2')]);
  expect(parseRecord(renderRecord({ ...record, history: undefined }))?.history).toBeUndefined();
  const broken = renderRecord(record).replace('"tests":3', '"tests":-3');
  expect(parseRecord(broken)).toBeUndefined();
});

it('a point is short, whatever the names are', () => {
  const test = { package: 'm/p', name: `Test${'x'.repeat(5_000)}`, seconds: 2 } as Parameters<
    typeof makePoint
  >[0]['slowest'][number];
  const made = makePoint({
    commit: '',
    now: 1_790_000_000_999,
    total: { covered: 2, statements: 4 },
    tests: { tests: 1, passed: 1, failed: 0, skipped: 0, flaky: 0, cached: 0 },
    seconds: 1.234,
    slowest: Array.from({ length: 50 }, () => test),
    flaky: [test],
  });
  expect(made).toMatchObject({ time: 1_790_000_000, total: [2, 4], seconds: 1.2 });
  expect(made.slowest).toHaveLength(20);
  expect(made.flaky[0]).toHaveLength(300);
});
