import type { Fix } from '../finding.ts';

/** One place where a diff changes a file; `fix` speaks about the old side. */
export type Change = { readonly removed: number; readonly added: number; readonly fix: Fix };

export type FileDiff = { readonly file: string; readonly changes: readonly Change[]; readonly text: string };

type Hunk = { oldLine: number; newLeft: number; oldLeft: number };

/**
 * Parses the unified diffs that gofmt, go fix and go mod tidy print into the places that they change, without the context
 * lines around them. `nameOf` makes the file's name from the text behind `+++ `.
 */
export function parseUnifiedDiff(text: string, nameOf: (header: string) => string): FileDiff[] {
  const files: { file: string; changes: Change[]; lines: string[] }[] = [];
  let hunk: Hunk | undefined;
  let change: { start: number; removed: number; added: string[] } | undefined;
  const close = () => {
    const changes = files.at(-1)?.changes;
    if (change && changes) {
      const { start, removed, added } = change;
      const fix = { start, end: start + removed - 1, text: added.map((line) => `${line}\n`).join('') };
      changes.push({ removed, added: added.length, fix });
    }
    change = undefined;
  };
  for (const line of text.split('\n')) {
    if (hunk && (hunk.oldLeft > 0 || hunk.newLeft > 0)) {
      files.at(-1)?.lines.push(line);
      const kind = line.charAt(0);
      if (kind === '-' || kind === '+') change ??= { start: hunk.oldLine, removed: 0, added: [] };
      else if (kind !== '\\') close();
      if (kind === '-' && change) change.removed += 1;
      if (kind === '+') change?.added.push(line.slice(1));
      if (kind !== '+' && kind !== '\\') {
        hunk.oldLine += 1;
        hunk.oldLeft -= 1;
      }
      if (kind !== '-' && kind !== '\\') hunk.newLeft -= 1;
      continue;
    }
    if (line.startsWith('\\')) continue; // "No newline at end of file", after the last line of a hunk
    close();
    hunk = undefined;
    const header = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (header) {
      const oldLeft = Number(header[2] ?? 1);
      // An empty old side is counted from the line before it.
      hunk = {
        oldLine: Number(header[1]) + (oldLeft === 0 ? 1 : 0),
        oldLeft,
        newLeft: Number(header[3] ?? 1),
      };
      files.at(-1)?.lines.push(line);
    } else if (line.startsWith('+++ ')) {
      files.push({ file: nameOf(line.slice(4)), changes: [], lines: [] });
    }
  }
  close();
  return files.map(({ file, changes, lines }) => ({ file, changes, text: lines.join('\n') }));
}
