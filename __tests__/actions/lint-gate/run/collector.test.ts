import { describe, expect, it } from 'vitest';
import { collectorSettings } from '../../../../actions/lint-gate/src/run/collector.ts';

describe('collectorSettings', () => {
  const GiB = 1024 ** 3;
  it.each([
    {
      name: 'takes more memory, up to half of what there is',
      own: {},
      want: { GOGC: '400', GOMEMLIMIT: '3584MiB' },
    },
    { name: 'leaves a small runner as it is', own: {}, memory: 3 * GiB, want: {} },
    { name: 'leaves the job its GOGC', own: { GOGC: '50' }, want: {} },
    { name: 'leaves the job its limit', own: { GOMEMLIMIT: '1GiB' }, want: {} },
  ])('$name', ({ own, memory = 7 * GiB, want }) => {
    const job = { GOGC: undefined, GOMEMLIMIT: undefined, ...own };
    expect(collectorSettings(job, memory)).toEqual(want);
  });
});
