/** Text from outside, made harmless inside Markdown: no HTML, links, mentions, tables or line breaks. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/([\\`*_[\]|~#])/g, '\\$1')
    .replace(/@/g, '&#64;');
}

/** Inline code whose fence is longer than any run of backticks inside. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  const fence = '`'.repeat(longestRun(flat) + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return flat === '' ? '' : `${fence}${pad}${flat}${pad}${fence}`;
}

/** A fenced block whose fence the text cannot close. */
export function codeBlock(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}\n`;
}

/**
 * A table; cells are Markdown already, only a `|` that nothing escapes (that of code) is escaped here, where it would end
 * its cell. An empty list of rows gives an empty string.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(escapePipes).join(' | ')} |\n`;
  return `${line(header)}${line(header.map(() => '---'))}${rows.map(line).join('')}\n`;
}

/** A collapsed section; `title` is Markdown-safe text already. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n</details>\n\n`;
}

/** A backslash goes with the character behind it, in code as well: so GitHub looks for the ends of cells. */
function escapePipes(cell: string): string {
  return cell.replace(/\\.|\|/gs, (found) => (found === '|' ? '\\|' : found));
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
