import { PROGRAMS } from '@go-actions/delivery';
import { GO_TOOLS } from '@go-actions/tools/go-tools';
import { expect, it } from 'vitest';
import { GOLANGCI, GOVULNCHECK, STATICCHECK } from '../../actions/lint-gate/src/linters/versions.ts';

it.each([GOLANGCI, GOVULNCHECK, STATICCHECK])(
  'tests and benchmarks run the $name that lint-gate installs',
  ({ name, pkg, version }) => {
    expect(GO_TOOLS).toHaveProperty([name], { pkg, version });
  },
);

it.each(Object.values(PROGRAMS))(
  'tests and benchmarks run the $name that a delivery installs',
  ({ name, pkg, version }) => {
    expect(GO_TOOLS).toHaveProperty([name], expect.objectContaining({ pkg, version }));
  },
);
