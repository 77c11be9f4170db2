import type { Edit, Edits } from './replacement.ts';

const MOST_EDITS = 20;
const MOST_BYTES = 10_000;

/** Reads golangci-lint's `SuggestedFixes`; `undefined` if there are alternatives, or if it is malformed. */
export function readEdits(suggested: unknown, at: unknown): Edits | undefined {
  if (!Array.isArray(suggested) || !isOffset(at)) return undefined;
  const lists = suggested
    .map((fix) => fix?.TextEdits)
    .filter((edits) => Array.isArray(edits) && edits.length);
  const [only] = lists as [unknown[]?];
  if (!only || lists.length > 1 || only.length > MOST_EDITS) return undefined;
  const list = only.map(readEdit).filter((edit) => edit !== undefined);
  return list.length === only.length ? { at, list } : undefined;
}

function readEdit(edit: unknown): Edit | undefined {
  const { Pos, End, NewText } = (edit ?? {}) as { Pos?: unknown; End?: unknown; NewText?: unknown };
  const encoded = NewText ?? '';
  if (!isOffset(Pos) || !isOffset(End) || Pos > End) return undefined;
  if (typeof encoded !== 'string' || encoded.length > MOST_BYTES) return undefined;
  const text = Buffer.from(encoded, 'base64');
  return text.toString('base64') === encoded ? { start: Pos, end: End, text } : undefined;
}

const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
