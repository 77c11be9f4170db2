/**
 * A name of others as a Markdown code span that it cannot leave: JSON escapes show line breaks and bytes that are no text,
 * and a backtick becomes an apostrophe. At most 200 characters.
 */
export function span(name: string): string {
  return `\`${JSON.stringify(name.slice(0, 200)).slice(1, -1).replaceAll('`', "'")}\``;
}
