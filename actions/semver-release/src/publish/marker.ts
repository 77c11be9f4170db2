import { createHash } from 'node:crypto';

/** What we write into the body of our own draft, so that a later run knows it; taken out when the release is published. */
export type Marker = {
  /** Of tag, commit and assets: the same for every run that would publish the same thing. */
  readonly plan: string;
  readonly commit: string;
  /** Digest of the notes that we wrote: whether a person has changed them since. */
  readonly notes: string;
};

const MARKER = /\n*<!-- go-actions:semver-release (\{[^<>]*\}) -->\s*/g;

/** The draft's body: notes, then the marker as an HTML comment. */
export function markBody(notes: string, mark: Omit<Marker, 'notes'>): string {
  const marker: Marker = { ...mark, notes: digest(notes) };
  return `${notes.trimEnd()}\n\n<!-- go-actions:semver-release ${JSON.stringify(marker)} -->\n`;
}

/** Takes a body apart: the last marker is ours, since notes may quote one. Without any it is somebody else's. */
export function readMarker(body: string): { marker: Marker | undefined; notes: string } {
  const found = [...body.matchAll(MARKER)].at(-1);
  if (!found?.[1]) return { marker: undefined, notes: body };
  const notes = body.slice(0, found.index) + body.slice(found.index + found[0].length);
  try {
    return { marker: JSON.parse(found[1]) as Marker, notes };
  } catch {
    return { marker: undefined, notes: body }; // edited beyond reading: no longer ours
  }
}

/** The body to publish: ours, unless a person wrote into the draft; without any marker, also one that the notes quote. */
export function finalBody(body: string, notes: string): string {
  const draft = readMarker(body);
  const untouched = draft.marker?.notes === digest(draft.notes) || draft.notes.trim() === '';
  return (untouched ? notes : draft.notes).replace(MARKER, '');
}

/** Line ends and the space at the end do not count: GitHub changes both. */
function digest(notes: string): string {
  const normal = notes.replaceAll('\r\n', '\n').trimEnd();
  return createHash('sha256').update(normal).digest('hex').slice(0, 16);
}
