/** Whether a `//go:embed` pattern takes in a file, both relative to the package's folder. */
export type EmbedMatcher = (pattern: string, file: string) => boolean;

/**
 * `path.Match` on the file itself or on a folder above it (package embed); each pattern is compiled once. A hidden file below
 * a matched folder counts too, with or without `all:`; one too many is safe here. Deleted files match as well, which
 * `EmbedFiles` of `go list` cannot tell.
 */
export function embedMatcher(): EmbedMatcher {
  const compiled = new Map<string, RegExp>();
  return (pattern, file) => {
    const expression = compiled.get(pattern) ?? translate(pattern.replace(/^all:/, ''));
    compiled.set(pattern, expression);
    if (pattern === '.' || pattern === 'all:.') return true;
    for (let end = file.length; end > 0; end = file.lastIndexOf('/', end - 1)) {
      if (expression.test(file.slice(0, end))) return true;
    }
    return false;
  };
}

/** Go's `path.Match` syntax as a regular expression; one that Go would refuse matches everything, to be safe. */
function translate(pattern: string): RegExp {
  const piece = /\\(.)|(\*)|(\?)|\[(\^?)((?:\\.|[^\]\\])+)\]|([^[\]\\*?])/gsuy;
  let text = '';
  let end = 0;
  for (let match = piece.exec(pattern); match; match = piece.exec(pattern)) {
    const [, escaped, star, any, negated, set, plain] = match;
    if (star) text += '[^/]*';
    else if (any) text += '[^/]';
    else if (set)
      text += `[${negated}${set.replace(/\\(.)/gsu, (_, char: string) => (char === '-' ? '\\-' : literal(char)))}]`;
    else text += literal(escaped ?? plain ?? '');
    end = piece.lastIndex;
  }
  try {
    return end === pattern.length ? new RegExp(`^${text}$`, 'su') : /^/;
  } catch {
    return /^/; // a range such as [z-a]: SyntaxError here, ErrBadPattern in Go
  }
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
