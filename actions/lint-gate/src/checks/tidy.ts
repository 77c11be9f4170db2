import type { RawFinding } from '../finding.ts';
import { parseUnifiedDiff } from './unified-diff.ts';

/**
 * Parses `go mod tidy -diff` (Go 1.23 and later; exit code 1 with a diff): one finding a file, at its first changed line,
 * with the changed lines in the message.
 */
export function parseTidyDiff(stdout: string): RawFinding[] {
  return parseUnifiedDiff(stdout, (header) => header.replace(/^tidy\//, '').replace(/\t.*$/, '')).map(
    ({ file, changes, text }) => ({
      file,
      line: Math.max(1, changes[0]?.start ?? 1),
      rule: 'tidy',
      message: `Not tidy; run \`go mod tidy\`:\n${changedLines(text)}`,
    }),
  );
}

function changedLines(text: string): string {
  const lines = text.split('\n').filter((line) => /^[-+]./.test(line));
  const shown = lines.slice(0, 10).join('\n');
  return lines.length > 10 ? `${shown}\n(${lines.length - 10} more lines)` : shown;
}
