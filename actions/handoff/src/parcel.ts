import { createHash } from 'node:crypto';

/** A file of a parcel; the path is relative, with slashes. */
export type ParcelFile = { readonly path: string; readonly size: number; readonly sha256: string };

// The artifact service refuses these, and among them is what makes a path special on some system.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const REFUSED = /["<>:|*?\\\u0000-\u001f\u007f]/;

/** Throws `expected …` unless the path stays inside its folder on every system. */
export function checkPath(path: string): void {
  const safe = path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
  if (!safe) throw new Error(`expected a path inside the folder, found ${JSON.stringify(path)}`);
  if (REFUSED.test(path)) {
    throw new Error(
      `expected a name that every system takes (none of " < > : | * ? \\), found ${JSON.stringify(path)}`,
    );
  }
}

/** What `sha256sum` prints for the files in the order of their paths' bytes. */
export function renderManifest(files: readonly ParcelFile[]): string {
  return [...files]
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
    .map(({ sha256, path }) => `${sha256}  ${path}\n`)
    .join('');
}

/** One digest for content and names of all files; it does not depend on how they were packed. */
export function digestParcel(files: readonly ParcelFile[]): string {
  return `sha256:${createHash('sha256').update(renderManifest(files)).digest('hex')}`;
}
