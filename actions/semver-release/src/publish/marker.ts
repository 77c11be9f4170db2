import { createHash } from 'node:crypto';

/** What we write into the body of our own draft, so that a later run knows it; taken out when the release is published. */
export type Marker = {
  /** Of tag, commit and assets: the same for every run that would publish the same thing. */
  readonly plan: string;
  readonly commit: string;
  /** Digest of the notes that we wrote: whether a person has changed them since. */
  readonly notes: string;
};

const MARKER = /\n*<!-- go-actions:semver-release (\{[^<>]*\}) -->\s*/;

/** The draft's body: notes, then the marker as an HTML comment. */
export function markBody(notes: string, mark: Omit<Marker, 'notes'>): string {
  const marker: Marker = { ...mark, notes: digest(notes) };
  return `${notes.trimEnd()}\n\n<!-- go-actions:semver-release ${JSON.stringify(marker)} -->\n`;
}

/** Takes a body apart; without a marker of ours it is somebody else's. */
export function readMarker(body: string): { marker: Marker | undefined; notes: string } {
  const found = MARKER.exec(body);
  const notes = body.replace(MARKER, '');
  try {
    return { marker: found?.[1] ? (JSON.parse(found[1]) as Marker) : undefined, notes };
  } catch {
    return { marker: undefined, notes: body }; // edited beyond reading: no longer ours
  }
}

/** The body to publish: ours, unless a person wrote into the draft. */
export function finalBody(body: string, notes: string): string {
  const draft = readMarker(body);
  const untouched = draft.marker?.notes === digest(draft.notes) || draft.notes.trim() === '';
  return untouched ? notes : draft.notes;
}

/** Line ends and the space at the end do not count: GitHub changes both. */
function digest(notes: string): string {
  const normal = notes.replaceAll('\r\n', '\n').trimEnd();
  return createHash('sha256').update(normal).digest('hex').slice(0, 16);
}
