/**
 * The sha256 of exactly `file` in the text of a `sha256sum` listing (`HEX  NAME`, `HEX *NAME`). Names are compared as a
 * whole: a search by prefix also meets `NAME.sbom.json` (golangci-lint issue 6540).
 */
export function findChecksum(listing: string, file: string): string | undefined {
  for (const line of listing.split(/\r?\n/)) {
    const match = /^([0-9a-fA-F]{64}) [ *](.+)$/.exec(line);
    if (match?.[2] === file) return match[1]?.toLowerCase();
  }
  return undefined;
}
