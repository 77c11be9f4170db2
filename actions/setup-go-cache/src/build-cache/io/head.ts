import { closeSync, openSync, readSync } from 'node:fs';

/** The first bytes of a file, as latin1; fewer where it is shorter, none where it is gone (Go trims its cache). */
export function readHead(path: string, length: number): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
  try {
    const head = Buffer.alloc(length);
    return head.toString('latin1', 0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}
