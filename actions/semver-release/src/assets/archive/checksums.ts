import { sortedByName } from './tar.ts';

export const CHECKSUMS = 'SHA256SUMS';

/** The text that `sha256sum --check` reads. */
export function renderChecksums(
  assets: readonly { readonly name: string; readonly sha256: string }[],
): string {
  return sortedByName(assets)
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join('');
}

/** Reads it back as name to digest; lines of another form are left out. */
export function parseChecksums(text: string): Map<string, string> {
  const lines = [...text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)];
  return new Map(lines.map(([, sha256 = '', name = '']) => [name, sha256]));
}
