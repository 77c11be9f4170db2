import { describe, expect, it } from 'vitest';
import { parseGoErrors } from '../../../../actions/lint-gate/src/checks/go-errors.ts';

describe('parseGoErrors', () => {
  it.each([
    {
      name: 'reads Windows paths',
      text: 'vet: C:\\r\\a.go:1:2: m',
      want: [{ file: 'C:\\r\\a.go', line: 1, column: 2 }],
    },
    {
      name: 'reads go.mod errors without a column',
      text: 'go.mod:5: unknown directive: x',
      want: [{ file: 'go.mod', line: 5 }],
    },
    {
      name: 'reads names with colons',
      text: 'vet: ./f1x::y.go:23:1: missing return in a.go:3: no',
      want: [{ file: './f1x::y.go', line: 23, column: 1, message: 'missing return in a.go:3: no' }],
    },
    {
      name: 'leaves out what is no message',
      text: 'go: downloading x\ngo: a.go:1: x\n# pkg a.go:1: x\nnote: a.go\n\ta.go:1: x',
      want: [],
    },
  ])('$name', ({ text, want }) => expect(parseGoErrors(text)).toMatchObject(want));
});
