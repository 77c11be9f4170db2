/** GitHub drops a whole step summary above 1 MiB (actions/runner, CreateStepSummaryCommand); some is left for others. */
export const SUMMARY_LIMIT = 1_000_000;
const NOTICE = '\n\n> The rest was cut: a job summary holds at most 1 MiB.\n';

/**
 * The part of `markdown` that fits beside `written` bytes, cut at a line end outside code fences where possible, with a
 * notice when something was cut.
 */
export function fitSummary(markdown: string, written = 0, limit = SUMMARY_LIMIT): string {
  const room = limit - written;
  const bytes = Buffer.byteLength(markdown);
  if (bytes <= room) return markdown;
  if (room < NOTICE.length) return '';
  const head = Buffer.from(markdown)
    .subarray(0, room - NOTICE.length - 64)
    .toString('utf8');
  const lines = head.slice(0, Math.max(0, head.lastIndexOf('\n'))).split('\n');
  return lines.join('\n') + closeFence(lines) + closeDetails(lines) + NOTICE;
}

function closeFence(lines: readonly string[]): string {
  let open: string | undefined;
  for (const line of lines) {
    const fence = /^(`{3,})/.exec(line)?.[1];
    if (fence && !open) open = fence;
    else if (open && line.trimEnd() === open) open = undefined;
  }
  return open ? `\n${open}` : '';
}

function closeDetails(lines: readonly string[]): string {
  const count = (tag: string) => lines.reduce((sum, line) => sum + line.split(tag).length - 1, 0);
  return '\n</details>'.repeat(Math.max(0, Math.min(3, count('<details>') - count('</details>'))));
}
