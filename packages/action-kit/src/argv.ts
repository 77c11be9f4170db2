/**
 * Splits a string into arguments the way a POSIX shell splits words: spaces and newlines separate, single and
 * double quotes group, a backslash escapes. Nothing is expanded: `$`, backticks and globs stay as they are.
 * Throws on an unclosed quote.
 */
export function parseArgv(text: string): string[] {
  const args: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote === "'") {
      if (char === "'") quote = undefined;
      else word += char;
    } else if (char === '\\' && i + 1 < text.length) {
      const next = text.charAt(++i);
      const literal = quote === '"' && !'"\\$`'.includes(next);
      word = (word ?? '') + (literal ? `\\${next}` : next);
    } else if (quote === '"') {
      if (char === '"') quote = undefined;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) args.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote) throw new Error(`expected a closing ${quote}`);
  if (word !== undefined) args.push(word);
  return args;
}
