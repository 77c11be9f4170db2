import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, wherever the command was started. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export const inRoot = (...parts: string[]): string => join(ROOT, ...parts);
