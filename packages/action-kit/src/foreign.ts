/**
 * One line that the runner can read as nothing but text, whatever was put into it: line ends become spaces, other control
 * characters are shown, and what would start a workflow command loses its meaning. The runner looks for `::` at the start of
 * a line, for `##[` anywhere in it, and ends a line at `\r` too (actions/runner, `ActionCommand.cs`, `ProcessInvoker.cs`).
 */
export function plainLine(text: string): string {
  return text
    .replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(/(?!\t)\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replaceAll('##[', '#\\#[')
    .replace(/^([\s\p{Cf}]*):(?=[\p{Cf}]*:)/u, '$1\\:');
}

/** Whether some line of a text could be read as a workflow command. */
export function holdsCommand(text: string): boolean {
  return /::|##\[/.test(text);
}

/** Shortest text that is masked: GitHub replaces it everywhere, and a mask of `{` would empty every JSON. */
export const SHORTEST_MASK = 4;

/** What of a secret to mask: its lines, since logs are masked line by line, that are long enough to mean something. */
export function listMasks(secret: string): string[] {
  return listLines(secret).filter((line) => line.length >= SHORTEST_MASK);
}

/**
 * Why a secret that stands on several lines does harm: the runner itself masks every line of it, however short
 * (`Worker.cs`), and drops the job's outputs that hold such a text (`JobExtension.cs`). `undefined` when it does none.
 */
export function explainMaskHazard(input: string, secret: string): string | undefined {
  const lines = listLines(secret);
  const short = lines.find((line) => line.length < SHORTEST_MASK);
  if (short === undefined || lines.length < 2) return undefined;
  return `\`${input}\` has a line of fewer than ${SHORTEST_MASK} characters. GitHub masks every line of a secret on its own, so it hides that text in all logs and drops job outputs that hold it. Store the secret on one line (JSON: \`jq -c . FILE\`), or without such lines.`;
}

function listLines(secret: string): string[] {
  return [...new Set(secret.split(/\r\n|\r|\n/).map((line) => line.trim()))].filter(Boolean);
}
