import { expect, it } from 'vitest';
import { REPORT_NAMES, reportOf } from '../../../../actions/coverage-gate/src/report/reports.ts';
import { JOB, maxResult } from './result.ts';

const { result, table } = maxResult();
const data = { result, table, tests: [], history: [], job: JOB, now: 1_790_000_000_999 };
const draw = (name: (typeof REPORT_NAMES)[number]): string => {
  const drawn = reportOf(name).render(data);
  return typeof drawn === 'string' ? drawn : Buffer.concat([...drawn]).toString('utf8');
};

it.each([
  { name: 'html', starts: '<!doctype html>' },
  { name: 'junit', starts: '<?xml' },
  { name: 'lcov', starts: 'TN:' },
  { name: 'cobertura', starts: '<?xml' },
  { name: 'badge', starts: '<svg' },
  { name: 'treemap', starts: '<svg' },
  { name: 'trend', starts: '<!doctype html>' },
  { name: 'json', starts: '{' },
] as const)('$name is drawn as such', ({ name, starts }) => {
  expect(draw(name).trimStart().toLowerCase()).toMatch(
    new RegExp(`^${starts.replace('?', '\\?').toLowerCase()}`),
  );
});

it('each has a file of its own, and Cobertura counts in seconds', () => {
  expect(new Set(REPORT_NAMES.map((name) => reportOf(name).file)).size).toBe(REPORT_NAMES.length);
  expect(draw('cobertura')).toContain('timestamp="1790000000"');
});

it('only those that show how often lines ran need counts', () => {
  expect(REPORT_NAMES.filter((name) => reportOf(name).counts)).toEqual(['lcov', 'cobertura']);
});
