import { describe, expect, it } from 'vitest';
import { findGoTool } from '../../../packages/tools/src/go-tools.ts';
import { compareJunit } from '../../../packages/tools/src/prove/coverage/junit.ts';

describe('JUnit report', () => {
  it('counts tests that end in every way as gotestsum does', async ({ skip }) => {
    const gotestsum = await findGoTool('gotestsum');
    if (!gotestsum) return skip('gotestsum is not built; `npm run prove -- coverage junit` builds it');
    const { problems, suites, tests } = await compareJunit('local', gotestsum);
    expect(problems).toEqual([]);
    expect([suites, tests]).toEqual([7, 27]);
  });
});
