import { json } from '@go-actions/action-kit';
import { checkPath } from '@go-actions/zip';
import type { SentFile } from './manifest.ts';

/** What an artifact cannot hold about its files: who may run them, and names that the artifact service refuses. */
export type Attributes = {
  readonly executable: readonly string[];
  /** The real path by the stored one. */
  readonly names: ReadonlyMap<string, string>;
};

/** The file in the artifact that tells them; it is there only when there is something to tell. */
export const ATTRIBUTES = '.handoff.json';
const NAMES = '.handoff-names';
const MOST = 50_000;

/** How a file is stored: under its path, or, when that is one the service refuses, under a number. */
export function storePath(path: string, index: number): string {
  try {
    checkPath(path);
    return path;
  } catch {
    return `${NAMES}/${index}`; // told in the attributes
  }
}

export const isReserved = (path: string): boolean => path === ATTRIBUTES || path.split('/')[0] === NAMES;

/** `undefined` when the artifact says everything by itself. `stored` gives the stored path of a path. */
export function renderAttributes(
  files: readonly SentFile[],
  stored: ReadonlyMap<string, string>,
): string | undefined {
  const executable = files.filter((file) => file.executable).map(({ path }) => path);
  const renamed = [...stored].filter(([path, name]) => path !== name).map(([path, name]) => [name, path]);
  if (executable.length === 0 && renamed.length === 0) return undefined;
  return `${JSON.stringify({ executable, names: Object.fromEntries(renamed) })}\n`;
}

/** Throws `expected …`; every real path stays inside of its folder. */
export function parseAttributes(text: string): Attributes {
  const read = json.record<Attributes>({
    executable: json.list(inside, MOST),
    names: json.map(inside, MOST),
  });
  return json.parse(text, read);
}

const inside: json.Read<string> = (value, place) => {
  const parts = typeof value === 'string' ? value.split('/') : [];
  const stays = parts.length > 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (stays && !(value as string).includes('\0')) return value as string;
  throw new Error(`expected a path inside of the folder at ${place}`);
};
