import { expect, it } from 'vitest';
import { type Row, renderCompatibility } from '../../tools/prove/repositories/table.ts';

const row = (name: string, more: Partial<Row> = {}): Row => ({
  name,
  commit: 'abc1234',
  kind: 'library',
  verdict: 'pass',
  total: '90.0',
  goTotal: '90.0',
  findings: '0, 0',
  bareFindings: '0, 0',
  sentences: [],
  ...more,
});
const rowsOf = (page: string) => page.split('\n').filter((line) => line.includes('`abc1234`'));

it('renews the rows of the repositories that were played, and keeps the others in their order', () => {
  const first = renderCompatibility([row('b/two'), row('a/one')]);
  const second = renderCompatibility([row('b/two', { verdict: 'fail' })], first);
  expect(rowsOf(second)).toHaveLength(2);
  expect(rowsOf(second)[0]).toBe(rowsOf(first)[0]);
  expect(rowsOf(second)[1]).toContain('| fail |');
  expect(renderCompatibility([], second)).toBe(second);
});

it('keeps a cell on one line of the table', () => {
  const page = renderCompatibility([row('a/one', { sentences: ['a | b', '<img>'] })]);
  expect(rowsOf(page)[0]).toMatch(/\| a \\\| b<br>&lt;img> \|$/);
});
