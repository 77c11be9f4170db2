/** The `rel="next"` address of a Link header (RFC 8288), as GitHub pages its lists. */
export function parseNextLink(header: string | undefined): string | undefined {
  for (const link of (header ?? '').split(/,(?=\s*<)/)) {
    const match = /^\s*<([^>]+)>((?:\s*;[^;]*)*)$/.exec(link);
    if (match && /;\s*rel="?next"?\s*(;|$)/.test(match[2] ?? '')) return match[1];
  }
  return undefined;
}
