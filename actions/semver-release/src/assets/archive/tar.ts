/** A file to pack; `mode` is its permission bits. */
export type ArchiveEntry = { readonly name: string; readonly mode: number; readonly bytes: Buffer };

const BLOCK = 512;
const NAME_LIMIT = 100;

/**
 * Lays out a POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange Format") that depends on its arguments alone:
 * sorted by name, owner 0, one time stamp (seconds) for everything. Names are ours and short; a longer one throws.
 */
export function layOutTar(entries: readonly ArchiveEntry[], mtime: number): Buffer {
  const blocks = sortedByName(entries).flatMap((entry) => [
    header(entry, mtime),
    entry.bytes,
    Buffer.alloc((BLOCK - (entry.bytes.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** The order inside of our archives: by code unit, whatever the locale. */
export function sortedByName<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function header({ name, mode, bytes }: ArchiveEntry, mtime: number): Buffer {
  if (Buffer.byteLength(name) > NAME_LIMIT)
    throw new Error(`The name ${name} is too long for a tar archive (${NAME_LIMIT} bytes).`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(octal(mode, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(bytes.length, 11), 124);
  block.write(octal(mtime, 11), 136);
  block.fill(' ', 148, 156);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  block.write(octal(0, 7), 329);
  block.write(octal(0, 7), 337);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
