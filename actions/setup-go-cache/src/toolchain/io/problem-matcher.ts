import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMatchers } from '@go-actions/action-kit';

/**
 * What turns `go build`, `go vet` and `go test` into annotations: compile errors and findings as in actions/setup-go, with its
 * owner `go`, and failures of tests, which are indented and name a file of their package.
 */
const MATCHERS = {
  problemMatcher: [
    {
      owner: 'go',
      pattern: [
        {
          regexp: String.raw`^\s*(?:vet: )?(\S+\.go):(\d+):(\d+):? (.*)$`,
          file: 1,
          line: 2,
          column: 3,
          message: 4,
        },
      ],
    },
    {
      owner: 'go-test',
      pattern: [
        { regexp: String.raw`^\s+(?:\S+: )?([^\s:]+_test\.go):(\d+): (.*)$`, file: 1, line: 2, message: 3 },
      ],
    },
  ],
};

export function addProblemMatcher(temp: string): void {
  const file = join(temp, 'setup-go-cache-matcher.json');
  writeFileSync(file, JSON.stringify(MATCHERS));
  addMatchers(
    file,
    MATCHERS.problemMatcher.map(({ owner }) => owner),
  );
}
