import { describe, expect, it } from 'vitest';
import { hasStatements } from '../../../../actions/coverage-gate/src/source/statements.ts';

describe('hasStatements', () => {
  it.each([
    ['package p\n', false],
    ['package p\n\nfunc F() {}\n', false],
    ['package p\n\nfunc F() { // nothing\n}\n', false],
    ['package p\n\nfunc F() { f() }\n', true],
    ['package p\n\nfunc _() { f() }\n', false],
    ['package p\n\nvar F = func() { f() }\n', false],
    ['package p\n\nfunc F()\n', false],
    ['package p\n\nfunc (T) M() { return }\n', true],
  ])('%j: %s', (source, want) => {
    expect(hasStatements(Buffer.from(source))).toBe(want);
  });
});
