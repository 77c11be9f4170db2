import { expect, it } from 'vitest';
import { TOKEN, TokenColumns } from '../../../../actions/coverage-gate/src/source/go-tokens.ts';

it('TokenColumns grow with what is added, and give no more than that', () => {
  const columns = new TokenColumns(1);
  for (let i = 0; i < 1_000; i++) columns.add(TOKEN.word, i, i + 1, i + 1);
  const { kind, start, end, line } = columns.view([]);
  expect([kind, start, end, line].map(({ length }) => length)).toEqual([1_000, 1_000, 1_000, 1_000]);
  expect([kind[999], start[999], end[999], line[999]]).toEqual([TOKEN.word, 999, 1_000, 1_000]);
});
