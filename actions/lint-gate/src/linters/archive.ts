/** A file of an archive; `path` is relative, with slashes. */
export type ArchivedFile = { readonly path: string; readonly bytes: Uint8Array };

/** Files as one buffer: a length, a JSON list of names and sizes, then the contents. Nothing but plain files can be in it. */
export function packFiles(entries: readonly ArchivedFile[]): Buffer {
  const index = Buffer.from(JSON.stringify(entries.map(({ path, bytes }) => [path, bytes.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return Buffer.concat([length, index, ...entries.map(({ bytes }) => bytes)]);
}

/** The files of an archive. Throws when it is damaged, or when a name would lead out of the folder it is meant for. */
export function unpackFiles(archive: Buffer): ArchivedFile[] {
  if (archive.length < 4) throw new Error('the archive is empty');
  const start = 4 + archive.readUInt32LE(0);
  const index: unknown = JSON.parse(archive.subarray(4, start).toString('utf8'));
  if (!Array.isArray(index)) throw new Error('the archive has no index');
  let at = start;
  const entries = index.map((row: unknown) => {
    const [path, size] = Array.isArray(row) ? row : [];
    if (typeof path !== 'string' || !isPlain(path))
      throw new Error(`the archive names ${JSON.stringify(path)}`);
    if (!Number.isInteger(size) || size < 0 || at + size > archive.length)
      throw new Error('the archive is cut off');
    const bytes = archive.subarray(at, at + size);
    at += size;
    return { path, bytes };
  });
  if (at !== archive.length) throw new Error('the archive is longer than its index says');
  return entries;
}

const isPlain = (path: string): boolean => path.split('/').every((part) => /^[\w-][\w.-]*$/.test(part));
