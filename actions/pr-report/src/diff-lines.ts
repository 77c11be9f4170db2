/** A file of the pull request's diff as GitHub gives it: `patch` is missing for binary and very large ones. */
export type DiffFile = { readonly path: string; readonly patch: string | undefined };

/** The new side of one hunk: where a review may comment, and what stands there. */
export type Hunk = { readonly start: number; readonly lines: readonly string[] };

/** Reads the hunks of a patch (unified diff without file headers). */
export function parseHunks(patch: string): Hunk[] {
  const hunks: { start: number; lines: string[] }[] = [];
  for (const line of patch.split('\n')) {
    const header = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (header) hunks.push({ start: Number(header[1]), lines: [] });
    else if (line.startsWith('+') || line.startsWith(' ')) hunks.at(-1)?.lines.push(line.slice(1));
  }
  return hunks;
}

/** The lines `start` to `end` where one hunk has all of them; a comment cannot reach over two. */
export function readLines(hunks: readonly Hunk[], start: number, end: number): readonly string[] | undefined {
  const hunk = hunks.find((one) => one.start <= start && end < one.start + one.lines.length);
  return hunk?.lines.slice(start - hunk.start, end - hunk.start + 1);
}
