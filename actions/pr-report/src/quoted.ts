/**
 * Text from outside, as a code span on one line: there Markdown has no HTML, links, images, mentions or issue numbers,
 * neither in its text nor in what GitHub adds to it afterwards (an escaped `@` would still be a mention). Not for the cells
 * of a table: what escapes a `|` there depends on the backslashes before it.
 */
export function quote(text: string, keep = 300): string {
  const flat = visible(text).replace(/\s+/g, ' ').trim();
  const short = flat.length > keep ? `${cut(flat, keep - 1)}…` : flat;
  if (short === '') return '';
  const longest = (short.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = short.startsWith('`') || short.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${short}${pad}${fence}`;
}

/** Whether a text shows what it is: no control characters and none that turn the direction or have no width. */
export function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text.replace(/[\t\n]/g, ''));
}

/** A link to lines of a file at a commit; `path` has passed `claim.path`. */
export function linkLines(
  place: { readonly serverUrl: string; readonly repository: string; readonly sha: string },
  path: string,
  line?: number,
  end?: number,
): string {
  const file = path.split('/').map(encodePart).join('/');
  const anchor = line ? `#L${line}${end && end > line ? `-L${end}` : ''}` : '';
  const name = `${path}${line ? `:${line}` : ''}`;
  return `[${quote(name)}](${place.serverUrl}/${place.repository}/blob/${place.sha}/${file}${anchor})`;
}

/** Parentheses would end the link, the others are Markdown's. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*~_]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function visible(text: string): string {
  return text.replace(/[\p{Cf}\p{Cs}]|(?!\s)\p{Cc}/gu, '\u{FFFD}');
}

/** Cuts between characters, never through one. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
