import type { RawFinding } from './answer.ts';

/** The shortest name that ends in an extension of Go's before a number: names may hold colons. */
const PLACE = /^(?!go: |#|\s)(?:(?:vet|fix|-): )?(.+?\.(?:go|mod|work|sum)):(\d+)(?::(\d+))?: (.*)$/;

/**
 * Parses the messages of the go command and its compiler: `[vet: ]FILE:LINE[:COLUMN]: MESSAGE`, further lines of the same
 * message behind a tab, `# package` headers between them. What is no message is left out.
 */
export function parseGoErrors(text: string, rule = 'typecheck'): RawFinding[] {
  const found: { file: string; line: number; column: number | undefined; rule: string; message: string }[] =
    [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    const match = PLACE.exec(line);
    const last = found.at(-1);
    if (match?.[1] && match[4] !== undefined) {
      const column = match[3] ? Number(match[3]) : undefined;
      found.push({ file: match[1], line: Number(match[2]), column, rule, message: match[4] });
      open = true;
    } else if (open && last && line.startsWith('\t')) {
      last.message += `\n${line.trim()}`;
    } else {
      open = false;
    }
  }
  return found;
}
