import type { Fix } from '../findings/replacement.ts';

export type FileDiff = {
  readonly file: string;
  /** The places that the diff changes, in terms of the old side. */
  readonly changes: readonly Fix[];
  readonly text: string;
};

type Hunk = { oldLine: number; newLeft: number; oldLeft: number };

/**
 * Parses the unified diffs that gofmt, go fix and go mod tidy print into the places that they change, without the context
 * lines around them. `nameOf` makes the file's name from the text behind `+++ `.
 */
export function parseUnifiedDiff(text: string, nameOf: (header: string) => string): FileDiff[] {
  const files: { file: string; changes: Fix[]; lines: string[] }[] = [];
  let hunk: Hunk | undefined;
  let change: { start: number; removed: string[]; added: string[] } | undefined;
  let last = '';
  const close = () => {
    if (change) files.at(-1)?.changes.push(...narrow(change.start, change.removed, change.added));
    change = undefined;
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('\\')) {
      // "\\ No newline at end of file" is a difference of the line before it.
      const side = last === '+' ? change?.added : change?.removed;
      if (side && side.length > 0) side.push(`${side.pop()}${UNENDED}`);
      continue;
    }
    if (hunk && (hunk.oldLeft > 0 || hunk.newLeft > 0)) {
      files.at(-1)?.lines.push(line);
      const kind = line.charAt(0);
      if (kind === '-' || kind === '+') change ??= { start: hunk.oldLine, removed: [], added: [] };
      else close();
      last = kind;
      if (kind === '-') change?.removed.push(line.slice(1));
      if (kind === '+') change?.added.push(line.slice(1));
      if (kind !== '+') {
        hunk.oldLine += 1;
        hunk.oldLeft -= 1;
      }
      if (kind !== '-') hunk.newLeft -= 1;
      continue;
    }
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

/** Above this many pairs of lines a block stays one place. */
const PAIRS = 250_000;

/**
 * Splits a replaced block at the lines that it leaves as they are: Go's diff anchors on unique lines only, so that two bad
 * lines around an empty one come as one block (`internal/diff`).
 */
function narrow(start: number, removed: readonly string[], added: readonly string[]): Fix[] {
  const [n, m] = [removed.length, added.length];
  if (n === 0 || m === 0 || n * m > PAIRS) return [{ start, end: start + n - 1, text: join(added) }];
  const width = m + 1;
  const common = new Uint16Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const [down, right] = [common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0];
      const diagonal = common[(i + 1) * width + j + 1] ?? 0;
      common[i * width + j] = removed[i] === added[j] ? diagonal + 1 : Math.max(down, right);
    }
  }
  const fixes: Fix[] = [];
  let [from, to] = [0, 0];
  for (let [i, j] = [0, 0]; ; ) {
    const atEnd = i === n || j === m;
    if (atEnd || removed[i] === added[j]) {
      const [endOld, endNew] = atEnd ? [n, m] : [i, j];
      if (endOld > from || endNew > to) {
        fixes.push({ start: start + from, end: start + endOld - 1, text: join(added.slice(to, endNew)) });
      }
      if (atEnd) return fixes;
      [i, j] = [i + 1, j + 1];
      [from, to] = [i, j];
    } else if ((common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)) {
      i += 1;
    } else {
      j += 1;
    }
  }
}

/** Marks a line without an end; no text file holds a NUL. */
const UNENDED = '\0';

const join = (lines: readonly string[]): string =>
  lines.map((line) => (line.endsWith(UNENDED) ? line.slice(0, -1) : `${line}\n`)).join('');
