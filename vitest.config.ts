import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first: on a fresh checkout vitest knows no durations and would go by the files' sizes. */
const LONG = [
  'setup-go-cache/stale.slow',
  'semver-release/cases.slow',
  'e2e/demo',
  'setup-go-cache/proof.slow',
  'setup-go-cache/faults.slow',
  'coverage-gate/scenarios/gate',
  'semver-release/release',
  'setup-go-cache/export-only.slow',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONG.findIndex((name) => new RegExp(`/${name}(\\.slow)?\\.test\\.ts$`).test(moduleId));
      return index === -1 ? LONG.length : index;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    exclude: ['__tests__/fixtures/**'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 2,
    // A test leaves nothing behind in its process, so that one process takes many files.
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
});
