import { describe, expect, it } from 'vitest';
import {
  LineDirectives,
  parseLineDirectives,
} from '../../../../actions/lint-gate/src/findings/line-directives.ts';

const SOURCE = [
  'package p', // 1
  '//line yaccpar:1',
  'func P() {}', // 3
  '',
  '//line ../p.y:40',
  'func Q() {}', // 6
  '\t//line indented.y:1',
  '//line :7:2',
  'func R() {}', // 9
  '//line /abs/else.go:100:1\r',
  'func S() {}', // 11
  'x := /*line in.go:5:1*/ 1', // 12
  '//line no-number',
  '//line C:\\x\\y.go:9',
  'func T() {}', // 15
].join('\n');

describe('line directives', () => {
  const directives = new LineDirectives(parseLineDirectives('/r/sub/p.go', SOURCE));
  it.each([
    { name: 'a name beside the file', at: '/r/sub/yaccpar', line: 1, want: [3] },
    { name: 'a line further down', at: '/r/sub/yaccpar', line: 2, want: [4] },
    { name: 'a name above the file', at: '/r/p.y', line: 40, want: [6] },
    { name: 'the name that holds already', at: '/r/p.y', line: 7, want: [9] },
    { name: 'an absolute name', at: '/abs/else.go', line: 100, want: [11] },
    { name: 'a comment in a line', at: '/r/sub/in.go', line: 5, want: [12] },
    { name: 'a name of another system', at: '/r/sub/C:\\x\\y.go', line: 9, want: [15] },
    { name: 'what lies behind the end of a part', at: '/r/sub/yaccpar', line: 9, want: [] },
    { name: 'what lies before its start', at: '/r/p.y', line: 39, want: [] },
    { name: 'an indented comment, which is none', at: '/r/sub/indented.y', line: 1, want: [] },
  ])('$name', ({ at, line, want }) => {
    expect(directives.behind(at, line)).toEqual(want.map((real) => ({ file: '/r/sub/p.go', line: real })));
  });
});
