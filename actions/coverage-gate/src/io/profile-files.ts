import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { BlockTable } from '../block-table.ts';
import type { ProfileReader } from '../profile.ts';

/** Reads one text profile into `reader`; `name` is how errors call it. `cutOff`: its writer may have been killed. */
export async function readProfile(
  reader: ProfileReader,
  path: string,
  name: string,
  { cutOff = false } = {},
): Promise<void> {
  reader.open(name);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) reader.push(chunk as Buffer);
  reader.close({ cutOff });
}

/** Writes the merged profile in text form, files and blocks sorted, as `go tool cover` and others read it. */
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
      .sort((a, b) => ((table.files[a] ?? '') < (table.files[b] ?? '') ? -1 : 1));
    for (const fileId of order) {
      for (const id of idsByFile[fileId] ?? []) {
        const range = `${table.startLine[id]}.${table.startCol[id]},${table.endLine[id]}.${table.endCol[id]}`;
        const count = mode === 'set' ? Math.min(1, table.count[id] ?? 0) : table.count[id];
        text += `${table.files[fileId]}:${range} ${table.numStmt[id]} ${count}\n`;
      }
      if (text.length > 1 << 20) {
        await file.write(text);
        text = '';
      }
    }
    await file.write(text);
  } finally {
    await file.close();
  }
}
