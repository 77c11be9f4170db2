import { describe, expect, it } from 'vitest';
import { classifyCall } from '../../../../actions/coverage-gate/src/tests/calls.ts';

const bodies = new Map([
  ['mustBe', ['{ t.Helper(); if x { t.Fatalf("no") } }']],
  ['note', ['{ t.Helper(); t.Log("a") }']],
  ['both', ['{ t.Error(1) }', '{ t.Log(1) }']],
  ['outer', ['{ mustBe(t) }']],
  ['loop', ['{ loop() }']],
]);

describe('classifyCall', () => {
  it.each([
    ['t.Errorf("x")', 'error'],
    ['t.Log("t.Error(1)")', 'log'],
    ['t.Log(1) // t.Error(2)', 'log'],
    ['t.Log(1); t.Error(2)', 'unknown'],
    ['mustBe(t)', 'error'],
    ['note(t)', 'log'],
    ['outer(t)', 'error'],
    ['both(t)', 'unknown'],
    ['other(t)', 'unknown'],
    ['loop()', 'unknown'],
    ['x := 1', 'unknown'],
  ])('%s is %s', (code, want) => {
    expect(classifyCall(code, bodies)).toBe(want);
  });
});
