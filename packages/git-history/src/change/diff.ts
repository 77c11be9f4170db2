import { decodePath, unquotePath } from './path-bytes.ts';

/** One changed file; paths are relative to the repository's root, with forward slashes. */
export type ChangedFile = {
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type';
  readonly path: string;
  /** Where a renamed or copied file came from. */
  readonly oldPath?: string;
};

/** Lines of the new side, 1-based, both ends included. */
export type LineRange = { readonly start: number; readonly end: number };

const STATUS: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type',
  U: 'modified', // unmerged: both sides touched it
};

/** Parses `git diff --name-status -z`: NUL-separated status and name, two names for `R` and `C` (git-diff, "RAW OUTPUT FORMAT"). */
export function parseNameStatus(bytes: Buffer): ChangedFile[] {
  const fields = splitNul(bytes);
  const files: ChangedFile[] = [];
  for (let i = 0; i < fields.length; ) {
    const letter = fields[i++]?.toString('latin1') ?? '';
    const status = STATUS[letter.charAt(0)];
    const first = fields[i++];
    const second = status === 'renamed' || status === 'copied' ? fields[i++] : undefined;
    if (!status || !first || ((status === 'renamed' || status === 'copied') && !second)) {
      throw new Error(`git's name-status output has an unknown entry ${JSON.stringify(letter)}`);
    }
    if (second) files.push({ status, path: decodePath(second), oldPath: decodePath(first) });
    else files.push({ status, path: decodePath(first) });
  }
  return files;
}

/**
 * Parses `git diff -U0` (a/ and b/ prefixes, no colour) into the `+` lines of each file that still exists, keyed by its new
 * name. Hunk bodies are skipped by their line counts, so content that looks like a header is never read as one.
 */
export function parseUnifiedZero(bytes: Buffer): Map<string, LineRange[]> {
  const changed = new Map<string, LineRange[]>();
  let ranges: LineRange[] | undefined;
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    const marker = bytes.toString('latin1', at, Math.min(end, at + 4));
    if (marker.startsWith('@@ ')) {
      const hunk = parseHunk(bytes.toString('latin1', at, Math.min(end, at + 80)));
      if (hunk.added > 0) ranges?.push({ start: hunk.start, end: hunk.start + hunk.added - 1 });
      at = skipLines(bytes, end + 1, hunk.removed + hunk.added);
      continue;
    }
    if (marker.startsWith('diff')) ranges = undefined;
    if (marker === '+++ ') {
      const path = newSide(bytes.subarray(at + 4, end));
      ranges = [];
      if (path !== undefined) changed.set(path, ranges);
    }
    at = end + 1;
  }
  for (const [path, found] of changed) if (found.length === 0) changed.delete(path);
  return changed;
}

/** `+++ b/name`, followed by a tab when the name has a space, C-quoted when it has stranger bytes; /dev/null when deleted. */
function newSide(header: Buffer): string | undefined {
  const name = unquotePath(header[0] !== 0x22 && header.at(-1) === 9 ? header.subarray(0, -1) : header);
  return name.startsWith('b/') ? name.slice(2) : undefined;
}

function parseHunk(line: string): { removed: number; start: number; added: number } {
  const match = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
  if (!match) throw new Error(`git's diff has an unknown hunk header ${JSON.stringify(line)}`);
  return { removed: Number(match[1] ?? 1), start: Number(match[2]), added: Number(match[3] ?? 1) };
}

/** The offset after `count` lines of hunk body and the `\ No newline at end of file` remarks between and after them. */
function skipLines(bytes: Buffer, from: number, count: number): number {
  let at = from;
  for (let left = count; at < bytes.length; ) {
    const remark = bytes[at] === 0x5c;
    if (left === 0 && !remark) break;
    if (!remark) left -= 1;
    const newline = bytes.indexOf(10, at);
    at = newline < 0 ? bytes.length : newline + 1;
  }
  return at;
}

function splitNul(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const nul = bytes.indexOf(0, at);
    const end = nul < 0 ? bytes.length : nul;
    fields.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return fields;
}
