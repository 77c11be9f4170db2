import type { RawFinding } from '../finding.ts';
import { parseGoErrors } from './go-errors.ts';
import { parseUnifiedDiff } from './unified-diff.ts';

/**
 * Parses `go fix -diff` (Go 1.26 and later): headers `--- /abs/x.go (old)`, one finding for each place that a modernizer
 * would change. The output decides: the first 1.26 releases exited with 0 (golang/go 77583).
 */
export function parseGoFix(stdout: string, stderr: string): RawFinding[] {
  const files = parseUnifiedDiff(stdout, (header) => header.replace(/ \(new\)$/, ''));
  const outdated = files.flatMap(({ file, changes }) =>
    changes.map((fix) => ({
      file,
      line: fix.start,
      ...(fix.end > fix.start && { endLine: fix.end }),
      rule: 'fix',
      message: `\`go fix\` would write this the current way${fix.text.trim() ? `:\n${fix.text.trimEnd().slice(0, 500)}` : '.'}`,
      fix,
    })),
  );
  return [...outdated, ...parseGoErrors(stderr)];
}
