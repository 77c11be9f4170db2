import { describe, expect, it } from 'vitest';
import {
  addCarried,
  carryForward,
  isPartial,
  listUnknown,
} from '../../../../actions/coverage-gate/src/compare/carry.ts';
import type { CoverageRecord } from '../../../../actions/coverage-gate/src/compare/record.ts';
import { maxFile } from '../max-file.ts';

const record = {
  packages: new Map([
    ['example.com/m/p', new Map([['p/max.go', [1, 4]]])],
    [
      'example.com/m/q',
      new Map([
        ['q/a.go', [3, 5]],
        ['q/gen.go', [0, 9]],
      ]),
    ],
    ['example.com/m/gone', new Map([['gone/a.go', [1, 1]]])],
  ]),
} as unknown as CoverageRecord;
const selection = (ran: string[], all = ['p', 'q', 'new']) => ({
  ran: new Set(ran.map((name) => `example.com/m/${name}`)),
  all: new Set(all.map((name) => `example.com/m/${name}`)),
});
const { file } = maxFile();

describe('carryForward', () => {
  it('takes what was not tested, is still there and is not left out', () => {
    const carried = carryForward(record, selection(['p']), [file], (path) => path.endsWith('gen.go'));
    expect([...carried.keys()]).toEqual(['example.com/m/q']);
    expect(addCarried({ covered: 2, statements: 4 }, carried)).toEqual({ covered: 5, statements: 9 });
  });

  it('takes no file twice: one that was measured now counts as it was measured', () => {
    const carried = carryForward(record, selection(['q']), [file], () => false);
    expect([...(carried.get('example.com/m/p') ?? [])]).toEqual([]);
  });

  it('tells a run over a part from one over the whole, and what nobody knows', () => {
    expect(isPartial(selection(['p', 'q']))).toBe(true);
    expect(isPartial(selection(['p', 'q', 'new']))).toBe(false);
    expect(listUnknown(selection(['p']), record)).toEqual(['example.com/m/new']);
  });
});
