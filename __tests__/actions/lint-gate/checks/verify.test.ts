import { expect, it } from 'vitest';
import { parseVerify } from '../../../../actions/lint-gate/src/checks/verify.ts';

it('parseVerify reads modules that were modified, and nothing else', () => {
  const output =
    'example.com/x v1.2.3: dir has been modified (/mod/x@v1.2.3)\nall modules verified\ngo: no v1: trouble\n';
  expect(parseVerify(output)).toMatchObject([
    { message: expect.stringMatching(/^example\.com\/x v1\.2\.3: dir has been modified\./) },
  ]);
});
