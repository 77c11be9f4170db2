import { compareJunit } from '@go-actions/tools/prove/coverage/junit';
import { describe, expect, it } from 'vitest';
import { needGoTool } from '../../../needs.ts';

describe('JUnit report', () => {
  it('counts tests that end in every way as gotestsum does', async ({ skip }) => {
    const gotestsum = await needGoTool(skip, 'gotestsum', 'coverage junit');
    const { problems, suites, tests } = await compareJunit('local', gotestsum);
    expect(problems).toEqual([]);
    expect([suites, tests]).toEqual([7, 27]);
  });
});
