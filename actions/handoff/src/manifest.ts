import { createHash } from 'node:crypto';

/** A file of an artifact; the path is relative, with slashes. */
export type SentFile = { readonly path: string; readonly size: number; readonly sha256: string };

/** What `sha256sum` prints for the files in the order of their paths' bytes. */
export function renderManifest(files: readonly SentFile[]): string {
  return [...files]
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
    .map(({ sha256, path }) => `${sha256}  ${path}\n`)
    .join('');
}

/** One digest for content and names of all files; it does not depend on how they were packed. */
export function digestFiles(files: readonly SentFile[]): string {
  return `sha256:${createHash('sha256').update(renderManifest(files)).digest('hex')}`;
}
