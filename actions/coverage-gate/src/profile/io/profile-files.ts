import { open, readFile, writeFile } from 'node:fs/promises';
import type { BlockTable } from '../block-table.ts';
import type { OwnNames } from '../file-names.ts';
import type { ProfileReader } from '../profile-reader.ts';

/**
 * Reads one text profile into `reader`; `name` is how errors call it. `cutOff`: its writer may have been killed. `check` sees
 * the first bytes.
 */
export async function readProfile(
  reader: ProfileReader,
  path: string,
  name: string,
  { cutOff = false, check }: { cutOff?: boolean; check?: (start: Buffer) => void } = {},
): Promise<void> {
  reader.open(name);
  let started = false;
  await readChunks(path, (chunk) => {
    if (!started) check?.(chunk);
    started = true;
    reader.push(chunk);
  });
  reader.close({ cutOff });
}

/** Gives the files of a profile of ours other names: those that begin with `from` begin with `to`. */
export async function renameFiles(path: string, { from, to }: OwnNames): Promise<void> {
  const [old, own] = [from, to].map((name) => Buffer.from(name).toString('latin1'));
  const lines = (await readFile(path, 'latin1')).split('\n');
  const renamed = lines.map((line) =>
    line.startsWith(`${old}`) ? `${own}${line.slice(old?.length)}` : line,
  );
  await writeFile(path, renamed.join('\n'), 'latin1');
}

const CHUNK_BYTES = 1 << 18;

/** Hands out a file piece by piece in one buffer, which is only valid during the call: memory does not grow with the file. */
export async function readChunks(path: string, onChunk: (chunk: Buffer) => void): Promise<void> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
      if (bytesRead === 0) return;
      onChunk(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** Writes the merged profile in text form, packages, files and blocks in the order of `go tool covdata textfmt`. */
export async function writeProfile(
  path: string,
  mode: string,
  table: BlockTable,
  idsByFile: readonly Int32Array[],
): Promise<void> {
  const file = await open(path, 'w');
  try {
    let text = `mode: ${mode}\n`;
    const order = table.files
      .map((_, id) => id)
      .sort((a, b) => (keyOf(table.files[a] ?? '') < keyOf(table.files[b] ?? '') ? -1 : 1));
    for (const fileId of order) {
      for (const id of table.inGoOrder(idsByFile[fileId] ?? new Int32Array())) {
        const range = `${table.startLine[id]}.${table.startCol[id]},${table.endLine[id]}.${table.endCol[id]}`;
        const count = mode === 'set' ? Math.min(1, table.count[id] ?? 0) : table.count[id];
        text += `${table.files[fileId]}:${range} ${table.numStmt[id]} ${count}\n`;
      }
      if (text.length > 1 << 16) {
        await file.write(text);
        text = '';
      }
    }
    await file.write(text);
  } finally {
    await file.close();
  }
}

/** Sorts by package, then by file: a package comes before those below it. */
function keyOf(name: string): string {
  const slash = name.lastIndexOf('/');
  return `${name.slice(0, Math.max(0, slash))}\0${name.slice(slash + 1)}`;
}
