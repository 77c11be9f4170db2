/** What Git LFS keeps in a commit instead of a file's content (git-lfs, docs/spec.md). */
export type LfsPointer = { readonly sha256: string; readonly bytes: number };

const POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-[^\n]+\n)*oid sha256:([0-9a-f]{64})\nsize ([0-9]+)\n/;
/** "Pointer files must be less than 1024 bytes in size". */
export const LARGEST_POINTER = 1_024;

export function parsePointer(text: string): LfsPointer | undefined {
  const [, sha256, bytes] = POINTER.exec(text) ?? [];
  return sha256 === undefined ? undefined : { sha256, bytes: Number(bytes) };
}

/** Where an object lies below `.git/lfs/objects`. */
export function pathOfObject({ sha256 }: LfsPointer): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

/** Reads `git check-attr -z --stdin filter`: the paths whose filter is `lfs`. */
export function parseLfsPaths(output: string): string[] {
  const fields = output.split('\0');
  const paths: string[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3)
    if (fields[at + 2] === 'lfs') paths.push(fields[at] ?? '');
  return paths;
}
