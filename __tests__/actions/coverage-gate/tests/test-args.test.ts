import { describe, expect, it } from 'vitest';
import {
  findRace,
  findTags,
  readFlags,
  refuseFlags,
} from '../../../../actions/coverage-gate/src/tests/test-args.ts';

describe('readFlags', () => {
  it('one or two dashes, with or without test., of the test program’s own behind -args', () => {
    expect(
      readFlags(['-v', '--run=^A$', '-test.count=2', '-run', '-x', './p', '-args', '-json', '-test.v=1']),
    ).toEqual([
      { name: 'v', value: undefined, next: '--run=^A$' },
      { name: 'run', value: '^A$', next: '-test.count=2' },
      { name: 'count', value: '2', next: '-run' },
      { name: 'run', value: undefined, next: '-x' },
      { name: 'v', value: '1', next: undefined },
    ]);
  });
});

describe('refuseFlags', () => {
  it.each([
    [['-coverprofile=x'], 1],
    [['--coverpkg', './...'], 1],
    [['-test.coverprofile=x', '-coverprofile=y'], 1],
    [['-json', '-c'], 2],
    [['-cover'], 0],
    [['-cover=false'], 1],
    [['-cover=true'], 0],
    [['-run', '-json'], 0],
    [['-v', '-count=1', '-args', '-json'], 0],
    [['-args', '-test.count=0'], 1],
    [['--args', '--test.coverprofile', 'x'], 1],
    [['-args', '-count=0', '-c'], 0],
    [['-overlay=x.json'], 1],
    [['--json'], 1],
    [['-c', '-o', 'x.test'], 2],
    [['-fuzz', 'FuzzX'], 1],
    [['-list', '.'], 1],
    [['-count', '0'], 1],
    [['-cover=0'], 1],
    [['-constructor'], 0],
  ])('%j: %i complaints', (args, count) => {
    expect(refuseFlags(args, false)).toHaveLength(count);
  });

  it('-failfast only where failed tests run again', () => {
    expect(refuseFlags(['-failfast'], true)).toHaveLength(1);
    expect(refuseFlags(['-failfast=false'], true)).toEqual([]);
    expect(refuseFlags(['-failfast'], false)).toEqual([]);
  });
});

it.each([
  [
    ['-tags', 'a,b c'],
    ['a', 'b', 'c'],
  ],
  [['--tags=a', '-tags=b'], ['b']],
  [['-tagsx=a'], undefined],
])('the tags of %j are %j', (args, want) => {
  expect(findTags(args)).toEqual(want);
});

it.each([
  [[], undefined],
  [['-race'], true],
  [['-race=false'], false],
  [['-race', '-race=0'], false],
  [['-args', '-race'], undefined],
])('the race detector of %j: %s', (args, want) => {
  expect(findRace(args)).toBe(want);
});
