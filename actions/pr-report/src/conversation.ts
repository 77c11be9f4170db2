/** Our own comments in a pull request; what others wrote is never looked at. */
export type Conversation = {
  /** Comments that begin with the marker, oldest first; ids are GraphQL's. */
  readonly comments: readonly { readonly id: string; readonly body: string; readonly folded: boolean }[];
  /** First comments of review threads that begin with the marker and are not folded. */
  readonly suggestions: readonly {
    readonly id: string;
    readonly key: string;
    /** The lines have changed since: GitHub shows it only folded. */
    readonly outdated: boolean;
  }[];
};

/** What begins each of our comments in the pull request. */
export const commentMarker = (name: string): string => `<!-- go-actions/pr-report ${name} -->`;
/** What begins each suggestion; its key and ` -->` follow. */
export const suggestionMarker = (name: string): string => `<!-- go-actions/pr-report ${name} suggestion`;

/** The key of a suggestion of ours; `undefined` for any other text. */
export function readKey(body: string, name: string): string | undefined {
  const marker = `${suggestionMarker(name)} `;
  return body.startsWith(marker) ? /^([0-9a-f]{20}) -->/.exec(body.slice(marker.length))?.[1] : undefined;
}
