import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../../actions/coverage-gate/src/tests/assertion.ts';

describe('readMessage', () => {
  it.each([
    [' got 1 ', 'got 1'],
    ['Error Trace:\ta_test.go:3\nError:      \tNot equal\nTest:       \tTestA', 'Not equal'],
    [
      'Error Trace:\ta_test.go:3\nError:\tNot equal\nmore\nTest:\tTestA\nMessages:\tapples',
      'apples: Not equal\nmore',
    ],
    ['Error Trace:\ta_test.go:3', 'Error Trace:\ta_test.go:3'],
    ['Error: mine', 'Error: mine'],
  ])('%j says %j', (message, want) => {
    expect(readMessage(message)).toBe(want);
  });
});
