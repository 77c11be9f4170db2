import { expect, it } from 'vitest';
import { renderLog } from '../../../../actions/lint-gate/src/verdict/log-lines.ts';
import { finding } from '../samples.ts';

it('the log keeps a hostile file name on its line', () => {
  const judged = [{ finding: finding({ file: 'a\n::error::x.go', column: 2 }), status: 'new' as const }];
  expect(renderLog(judged)).toBe('a ::error::x.go:3:2: bad (printf)\n');
});
