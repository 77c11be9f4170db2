/**
 * Whether a Go file is generated, by Go's own rule (go.dev/s/generatedcode, `ast.IsGenerated`): a comment line
 * `// Code generated … DO NOT EDIT.` before the package clause.
 */
export function isGenerated(source: string): boolean {
  return leadingComments(source).some((comment) =>
    comment.split('\n').some((line) => /^\/\/ Code generated .* DO NOT EDIT\.\r?$/.test(line)),
  );
}

/** The comments in front of the first token, each with its markers. */
function leadingComments(source: string): string[] {
  const comments: string[] = [];
  const piece = /[\s\uFEFF]+|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/gy;
  for (let match = piece.exec(source); match; match = piece.exec(source))
    if (match[1]) comments.push(match[1]);
  return comments;
}
