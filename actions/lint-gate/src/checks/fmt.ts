import type { RawFinding } from '../finding.ts';
import { parseGoErrors } from './go-errors.ts';
import { parseUnifiedDiff } from './unified-diff.ts';

/**
 * Parses `gofmt -d`: a diff for each file that is not formatted on stdout, files that do not parse on stderr. One finding
 * for each place that gofmt would change. The exit code says nothing: 0 before Go 1.26 and 1 from it on when there is a diff.
 */
export function parseGofmt(stdout: string, stderr: string): RawFinding[] {
  const unformatted = parseUnifiedDiff(stdout, (header) => header.replace(/\t.*$/, '')).flatMap(
    ({ file, changes }) =>
      changes.map((fix) => ({
        file,
        line: fix.start,
        ...(fix.end > fix.start && { endLine: fix.end }),
        rule: 'gofmt',
        message: 'Not formatted as gofmt does it; `gofmt -w` changes these lines.',
        fix,
      })),
  );
  return [...unformatted, ...parseGoErrors(stderr, 'syntax')];
}
