import type { Finding } from '../../../actions/lint-gate/src/findings/finding.ts';
import type { Outcome } from '../../../actions/lint-gate/src/run/outcome.ts';

export const finding = (more: Partial<Finding> = {}): Finding => ({
  check: 'vet',
  module: '.',
  file: 'a.go',
  line: 3,
  rule: 'printf',
  message: 'bad',
  severity: 'error',
  ...more,
});

export const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  check: 'vet',
  module: '.',
  ms: 1,
  findings: [],
  ...more,
});
