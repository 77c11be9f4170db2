import { createHash } from 'node:crypto';

/** A file that is handed over; the path is relative, with slashes. */
export type SentFile = {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly executable: boolean;
};

/** What `sha256sum` prints for the files in the order of their paths' bytes. */
export function renderManifest(files: readonly SentFile[]): string {
  return sort(files)
    .map(({ sha256, path }) =>
      /[\\\n\r]/.test(path) ? `\\${sha256}  ${escapeName(path)}\n` : `${sha256}  ${path}\n`,
    )
    .join('');
}

/** One digest for content, names and execute bits of all files; it does not depend on how they were packed. */
export function digestFiles(files: readonly SentFile[]): string {
  const executable = sort(files.filter(({ executable }) => executable));
  const bits = executable.map(({ path }) => `+x  ${escapeName(path)}\n`).join('');
  return `sha256:${createHash('sha256').update(renderManifest(files)).update(bits).digest('hex')}`;
}

const sort = (files: readonly SentFile[]): readonly SentFile[] =>
  [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));

/** As `sha256sum` writes names that would break its lines. */
const escapeName = (path: string): string =>
  path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
