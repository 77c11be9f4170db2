/**
 * Untrusted text as an inline code span that it cannot break out of: JSON escapes show line breaks and bytes that are no text,
 * and a backtick becomes an apostrophe. At most 200 characters.
 */
export function quoted(name: string): string {
  return `\`${JSON.stringify(name.slice(0, 200)).slice(1, -1).replaceAll('`', "'")}\``;
}
