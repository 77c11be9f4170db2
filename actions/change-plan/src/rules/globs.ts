import picomatch from 'picomatch';

export type Glob = { readonly text: string; readonly matches: (path: string) => boolean };

/**
 * Compiles a path glob (`**`, `*`, `?`, `[…]`, `{a,b}`; dotted names match too) as the path filters of GitHub read it: `**` takes in
 * slashes wherever it stands (`**.md`). The name of a folder stands for all that lies below it. Throws `expected …`.
 * A leading `!` is refused: a negated glob matches nearly everything, which is never what a list of paths means.
 */
export function parseGlob(text: string): Glob {
  if (text === '' || text.startsWith('!'))
    throw new Error(`expected a path glob, found ${JSON.stringify(text)}`);
  if (text.startsWith('/') || text.startsWith('./') || text.includes('\\')) {
    throw new Error(
      `expected a glob of paths relative to the repository, with forward slashes, found ${JSON.stringify(text)}`,
    );
  }
  if (!isBalanced(text))
    throw new Error(`expected a glob with closed brackets, found ${JSON.stringify(text)}`);
  const matches = picomatch(spellings(text), { dot: true, nonegate: true, windows: false });
  return { text, matches: (path) => matches(path) };
}

/** For picomatch `**` is something only between slashes, and a glob never means a folder. */
function spellings(text: string): string[] {
  const name = text.replace(/\/$/, '');
  const isName = !/[*?[{(]/.test(name);
  const wide = name.replace(/(?<=[^/*])\*\*/g, '*{,/**}').replace(/\*\*(?![/*]|$)/g, '{,**/}*');
  if (isName) return [name, `${name}/**`];
  return text === name ? [wide] : [`${wide}/**`];
}

/** picomatch reads an unclosed bracket as text, which would silently match nothing. */
function isBalanced(text: string): boolean {
  const closers: Record<string, string> = { '[': ']', '{': '}', '(': ')' };
  const open: string[] = [];
  for (const char of text) {
    if (open.at(-1) === ']' && char !== ']') continue;
    if (closers[char]) open.push(closers[char]);
    else if (char === open.at(-1)) open.pop();
    else if (char === ']' || char === '}' || char === ')') return false;
  }
  return open.length === 0;
}
