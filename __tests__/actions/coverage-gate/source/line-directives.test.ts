import { describe, expect, it } from 'vitest';
import { scanGo } from '../../../../actions/coverage-gate/src/source/go-scanner.ts';
import {
  listBaseNames,
  parseDirectives,
  positionOf,
} from '../../../../actions/coverage-gate/src/source/line-directives.ts';

const parse = (source: string) => parseDirectives(scanGo(Buffer.from(source)));

describe('parseDirectives', () => {
  it('reads lines and blocks, in order, and nothing that only looks like one', () => {
    const found = parse(
      'package p\n\n//line a.y:7\nvar A = 1\n// line b.y:1\n //line c.y:1\nvar B /*line d.y:3:9*/ = 2\n//line e.y\n',
    );
    expect(found.map(({ file, line, column }) => [file, line, column])).toEqual([
      ['a.y', 7, undefined],
      ['d.y', 3, 9],
    ]);
  });

  it('without a file it is the one before where there is a column, and none at all else', () => {
    const found = parse('package p\n//line x\\y\\a.y:1\n//line :9:1\n//line :9\n');
    expect(found.map(({ file }) => file)).toEqual(['x\\y\\a.y', 'x\\y\\a.y', '']);
    expect(listBaseNames('x\\y\\a.y')).toEqual(['x\\y\\a.y', 'a.y']);
    expect([listBaseNames('x/a.y'), listBaseNames('')]).toEqual([['a.y'], ['.']]);
  });
});

describe('positionOf', () => {
  const source = 'package p\n//line a.y:70\nvar A = 1\nvar B = /*line b.y:5:3*/ 2\n';
  const at = (text: string) => {
    const offset = source.indexOf(text);
    const before = source.slice(0, offset).split('\n');
    return positionOf(parse(source), {
      offset,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    });
  };
  it('counts on from the directive; columns only where it had one', () => {
    expect(at('package')).toBeUndefined();
    expect(at('var A')).toEqual({ file: 'a.y', line: 70, column: 0 });
    expect(at('var B')).toEqual({ file: 'a.y', line: 71, column: 0 });
    expect(at('2\n')).toEqual({ file: 'b.y', line: 5, column: 4 });
  });
});
